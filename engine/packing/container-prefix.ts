import { and, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { containerPrefixes } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { makeSscc } from '../../translators/check-digits.ts'

const known = containerPrefixes

/** The prefix from which a supplier numbers its packages now, with the last serial reference given out. */
export async function findContainerPrefix(orm: Orm, supplierId: string) {
  const [row] = await orm
    .select()
    .from(known)
    .where(and(eq(known.supplierId, supplierId), known.active))
  return row
}

export interface SetContainerPrefix {
  supplierId: string
  /** The retailer through whose pages it was set: where it stands in the audit log. */
  viaRetailerId: string
  /** GS1 company prefix, 7 to 12 digits (a U.P.C. company prefix with a zero in front). */
  prefix: string
  /** Extension digit: the supplier's to choose (GS1 General Specifications 3.2). */
  extension: string
  /** The first serial reference to give out, for suppliers that have numbered packages elsewhere. */
  startAt: string
}

/**
 * Sets the prefix from which a supplier's packages are numbered. One that was used before goes on where it had come to; it can only be moved forward, so that no
 * number is given twice. Throws `invalid-input` with the fields, also for a prefix of another supplier.
 */
export async function setContainerPrefix(work: Work, command: SetContainerPrefix): Promise<void> {
  const { supplierId, viaRetailerId } = command
  const { prefix, extension, last } = checked(command)
  await work.tx
    .update(known)
    .set({ active: false })
    .where(and(eq(known.supplierId, supplierId), known.active))
  const [row] = await work.tx
    .insert(known)
    .values({ prefix, extension, supplierId, last, active: true, createdAt: work.now })
    .onConflictDoUpdate({
      target: [known.prefix, known.extension],
      set: { active: true, last: sql`greatest(${known.last}, ${last})` },
      setWhere: eq(known.supplierId, supplierId),
    })
    .returning()
  if (!row) {
    throw new ApplicationError('invalid-input', 'The prefix cannot be used.', {
      prefix: 'Another supplier here numbers its packages from this prefix and extension digit.',
    })
  }
  const after = { prefix, extension, last: row.last }
  await recordChange(work, { retailerId: viaRetailerId, action: 'container-prefix.set', subject: supplierId, after })
}

function checked({ prefix, extension, startAt }: SetContainerPrefix) {
  const fields: Record<string, string> = {}
  const digits = prefix.replace(/[\s-]/g, '')
  if (!/^\d{7,12}$/.test(digits)) fields.prefix = 'A GS1 company prefix has 7 to 12 digits.'
  if (!/^\d$/.test(extension)) fields.extension = 'One digit, 0 to 9.'
  const start = startAt.trim() === '' ? 1 : Number(startAt.trim())
  if (!Number.isSafeInteger(start) || start < 0) fields.startAt = 'Enter a whole number.'
  else if (!fields.prefix && start > largestSerial(digits)) {
    fields.startAt = `With this prefix, serial references go up to ${largestSerial(digits)}.`
  }
  if (Object.keys(fields).length > 0) throw new ApplicationError('invalid-input', 'The prefix cannot be used.', fields)
  return { prefix: digits, extension: Number(extension), last: Math.max(start - 1, 0) }
}

/** What fits behind a prefix: the two have 16 digits together. */
function largestSerial(prefix: string): number {
  return 10 ** (16 - prefix.length) - 1
}

/**
 * The next serial shipping container codes of a supplier, in the transaction that uses them: if it rolls back, so do they, so there are no gaps; the row's lock
 * keeps processes from giving one twice. Nothing where the supplier has set no prefix. Throws `conflict` when a prefix is used up.
 */
export async function takeSsccs(work: Work, supplierId: string, count: number): Promise<string[] | undefined> {
  const [row] = await work.tx
    .update(known)
    .set({ last: sql`${known.last} + ${count}` })
    .where(and(eq(known.supplierId, supplierId), known.active))
    .returning()
  if (!row) return undefined
  const { prefix, extension, last } = row
  if (last > largestSerial(prefix)) {
    throw new ApplicationError('conflict', `The numbers of prefix ${prefix} are used up. Set another extension digit.`)
  }
  return Array.from({ length: count }, (_, index) => makeSscc(extension, prefix, BigInt(last - count + 1 + index)))
}
