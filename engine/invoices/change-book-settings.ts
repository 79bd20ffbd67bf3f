import { eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { accounts, exportSettings } from './accounts.ts'
import { approvalLimits } from './authority.ts'

/** What a retailer sets for its books, each with the shape in which it is kept. */
const bookSections = { accounts, exports: exportSettings, approvalLimits } as const
const actions = {
  accounts: 'retailer.accounts-changed',
  exports: 'retailer.exports-changed',
  approvalLimits: 'retailer.approval-limits-changed',
} as const
export type BookSection = keyof typeof bookSections

/**
 * Changes the accounts that exports name, how their files are written, or up to which amount each role approves alone, and keeps in the audit log who changed what. The same again changes nothing.
 * Throws `not-found`, and `invalid-input` for a value of another shape.
 */
export async function changeBookSettings(
  work: Work,
  { retailerId, section, value }: { retailerId: string; section: BookSection; value: unknown },
): Promise<void> {
  const parsed = bookSections[section].safeParse(value)
  if (!parsed.success) {
    throw new ApplicationError('invalid-input', parsed.error.issues[0]?.message ?? 'This cannot be set.')
  }
  const [row] = await work.tx.select().from(retailers).where(eq(retailers.id, retailerId)).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such retailer.')
  const before = bookSections[section].parse(row.settings[section] ?? {})
  const after = parsed.data
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof typeof after)[]
  if (names.every(name => before[name as keyof typeof before] === after[name])) return
  await work.tx
    .update(retailers)
    .set({ settings: { ...row.settings, [section]: after } })
    .where(eq(retailers.id, retailerId))
  await recordChange(work, { retailerId, action: actions[section], subject: retailerId, before, after })
}
