import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerships, retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import {
  type AgreedRow,
  canonical,
  type DefaultSection,
  inForce,
  ownAfter,
  ownNames,
  sectionsWithDefaults,
  valuesInForce,
  valuesOf,
  withSection,
} from '../../partners/terms/own-values.ts'
import { defaultValuesOf, type TradingSection, tradingSections } from './trading-sections.ts'

export { type TradingSection, tradingSections } from './trading-sections.ts'

/** One section, as it is to be from now on. */
export interface ChangeTradingTerms {
  retailerId: string
  partnershipId: string
  section: TradingSection
  /** In the section's shape. */
  value: unknown
}

/**
 * Changes one section of what was agreed with a supplier, for whatever comes from now on, and keeps in the audit log who changed what. The same again changes nothing.
 * What differs from the retailer's defaults is the partner's own from then on, and stays so until `resetTradingTerms`.
 * Throws `not-found`, and `invalid-input` for a value of another shape.
 */
export async function changeTradingTerms(work: Work, command: ChangeTradingTerms): Promise<void> {
  const { section } = command
  const parsed = tradingSections[section].safeParse(command.value)
  if (!parsed.success) {
    throw new ApplicationError('invalid-input', parsed.error.issues[0]?.message ?? 'This cannot be agreed on.')
  }
  const { row, house } = await lockAgreed(work, command)
  if (!hasDefault(section)) {
    const changed = { ...row, settings: { ...row.settings, [section]: parsed.data } }
    return await storeChange(work, command, [row.settings[section] ?? null, parsed.data], changed)
  }
  const given = valuesOf(section, parsed.data)
  const own = ownAfter(ownNames(row, section), given, defaultValuesOf(house, section))
  await storeSection(work, { ...command, section }, row, withSection(row, section, given, own))
}

/**
 * Gives one value of a section back to the retailer's default, or all of them without `name`. What is not the partner's own stays as it is. Throws `not-found`, and
 * `wrong-state` for payment terms of which the retailer has set none.
 */
export async function resetTradingTerms(
  work: Work,
  command: { retailerId: string; partnershipId: string; section: DefaultSection; name?: string },
): Promise<void> {
  const { section, name } = command
  const { row, house } = await lockAgreed(work, command)
  const defaults = defaultValuesOf(house, section)
  if (section === 'terms' && !defaults.terms) {
    throw new ApplicationError('wrong-state', 'No payment terms are set for all partners: set them first.')
  }
  const own = new Set([...ownNames(row, section)].filter(one => name !== undefined && one !== name))
  const values = inForce(valuesInForce(row, section), own, defaults)
  await storeSection(work, command, row, withSection(row, section, values, own))
}

/** Whether a retailer can set a section for all its partners. */
export function hasDefault(section: TradingSection): section is DefaultSection {
  return sectionsWithDefaults.some(one => one === section)
}

/** The retailer's settings are held too, so that its defaults do not change in between. */
async function lockAgreed(
  work: Work,
  { retailerId, partnershipId }: Pick<ChangeTradingTerms, 'retailerId' | 'partnershipId'>,
): Promise<{ row: AgreedRow; house: Record<string, unknown> }> {
  const [house] = await work.tx
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
    .for('share')
  const [row] = await work.tx
    .select({ settings: partnerships.settings, tolerances: partnerships.tolerances, terms: partnerships.terms })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
    .for('update')
  if (!house || !row) throw new ApplicationError('not-found', 'There is no such partnership.')
  return { row, house: house.settings }
}

type Whose = Pick<ChangeTradingTerms, 'retailerId' | 'partnershipId' | 'section'>

async function storeSection(work: Work, whose: Whose & { section: DefaultSection }, from: AgreedRow, to: AgreedRow) {
  const told = (row: AgreedRow) => (whose.section === 'terms' ? row.terms : valuesInForce(row, whose.section))
  const isSame =
    canonical([...ownNames(from, whose.section)].sort()) === canonical([...ownNames(to, whose.section)].sort())
  await storeChange(work, whose, [told(from), told(to)], to, isSame)
}

/** Stores what has changed; where only it has changed whose a value is, the log keeps quiet about it. */
async function storeChange(
  work: Work,
  { retailerId, partnershipId, section }: Whose,
  [before, after]: readonly [unknown, unknown],
  { settings, tolerances, terms }: AgreedRow,
  isSameOwner = true,
): Promise<void> {
  const isSame = canonical(before) === canonical(after)
  if (isSame && isSameOwner) return
  await work.tx
    .update(partnerships)
    .set({ settings, tolerances, terms })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (isSame) return
  const action = `partnership.${kebab(section)}-changed`
  await recordChange(work, { retailerId, action, subject: partnershipId, before, after })
}

/** `shipVia` → `ship-via`. */
function kebab(section: string): string {
  return section.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
