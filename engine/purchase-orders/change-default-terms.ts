import { eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerships, retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { canonical, type DefaultSection, following, houseDefaultsOf } from '../../partners/terms/own-values.ts'
import { defaultValuesOf, tradingSections } from './trading-sections.ts'

/**
 * Sets one section for all partners of a retailer that have no values of their own in it: what was theirs stays. It holds for whatever comes from now on, and the audit log
 * keeps who changed what. The same again changes nothing. Throws `not-found`, and `invalid-input` for a value of another shape.
 */
export async function changeDefaultTerms(
  work: Work,
  { retailerId, section, value }: { retailerId: string; section: DefaultSection; value: unknown },
): Promise<void> {
  const parsed = tradingSections[section].safeParse(value)
  if (!parsed.success) {
    throw new ApplicationError('invalid-input', parsed.error.issues[0]?.message ?? 'This cannot be set.')
  }
  const [row] = await work.tx.select().from(retailers).where(eq(retailers.id, retailerId)).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such retailer.')
  const defaults = houseDefaultsOf(row.settings)
  const before = defaults[section] ?? null
  if (canonical(before) === canonical(parsed.data)) return
  const settings = { ...row.settings, partnerDefaults: { ...defaults, [section]: parsed.data } }
  await work.tx.update(retailers).set({ settings }).where(eq(retailers.id, retailerId))
  await follow(work, retailerId, section, settings)
  const action = `retailer.default-${section}-changed`
  await recordChange(work, { retailerId, action, subject: retailerId, before, after: parsed.data })
}

/** Brings every partnership's section in line with the defaults, in one statement. */
async function follow(work: Work, retailerId: string, section: DefaultSection, house: Record<string, unknown>) {
  const { id, settings, tolerances, terms } = partnerships
  const rows = await work.tx
    .select({ id, settings, tolerances, terms })
    .from(partnerships)
    .where(eq(partnerships.retailerId, retailerId))
    .orderBy(id)
    .for('update')
  const defaults = defaultValuesOf(house, section)
  const changed = rows.flatMap(row => {
    const now = following(row, section, defaults)
    return canonical(now) === canonical(row) ? [] : [{ id: row.id, ...now }]
  })
  if (changed.length === 0) return
  await work.tx.execute(sql`
    update ${partnerships} as held set settings = now.settings, tolerances = now.tolerances, terms = now.terms
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as now(id uuid, settings jsonb, tolerances jsonb, terms jsonb)
    where held.retailer_id = ${retailerId} and held.id = now.id`)
}
