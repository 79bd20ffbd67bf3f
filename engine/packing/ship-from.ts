import { and, asc, desc, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { shipFromAddresses } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { readInput } from '../../partners/people/fields.ts'
import type { Party } from '../../translators/documents/index.ts'

const known = shipFromAddresses

/** One place that a supplier ships from. */
export type ShipFrom = typeof shipFromAddresses.$inferSelect

/** A supplier has no more places than this. */
const mostPlaces = 50

const needed = (most: number, message: string) =>
  z.string({ error: message }).trim().min(1, message).max(most, `At most ${most} characters.`)
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters.`)
    .default('')
    .transform(text => text || undefined)

/** The fields of a place, as a form gives them. `code` is how retailers know it (X12 N104). */
const placeForm = z.object({
  label: needed(60, 'Give it a name that your people know.'),
  name: needed(120, 'Enter the name that stands on labels.'),
  code: optional(80),
  address1: needed(110, 'Enter street and number.'),
  address2: optional(110),
  city: needed(60, 'Enter the city.'),
  state: optional(30),
  postalCode: needed(15, 'Enter the postal code.'),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .default('')
    .transform(code => code || 'US')
    .pipe(z.string().regex(/^[A-Z]{2}$/, 'Two letters, such as US.')),
  phone: optional(60),
})

/** The places that a supplier ships from, the usual one first. */
export async function listShipFrom(orm: Orm, supplierId: string): Promise<ShipFrom[]> {
  return await orm
    .select()
    .from(known)
    .where(eq(known.supplierId, supplierId))
    .orderBy(desc(known.isDefault), asc(known.label))
}

/** The place that was chosen, or else the usual one; nothing where a supplier has entered none. Throws `not-found` for a place of another. */
export async function findShipFrom(orm: Orm, supplierId: string, id?: string): Promise<ShipFrom | undefined> {
  const [found] = await orm
    .select()
    .from(known)
    .where(and(eq(known.supplierId, supplierId), id ? eq(known.id, id) : known.isDefault))
  if (id && !found) throw noPlace()
  return found
}

export interface SaveShipFrom {
  supplierId: string
  /** The retailer through whose pages it was entered: where it stands in the audit log. */
  viaRetailerId: string
  /** The place to change; without it a new one. */
  id?: string
  fields: Record<string, string>
}

/**
 * Enters or changes a place to ship from. The first becomes the usual one. What was told with shipments stays as it was. Throws `invalid-input` with the fields, and `not-found` for a place of
 * another supplier.
 */
export async function saveShipFrom(work: Work, command: SaveShipFrom): Promise<string> {
  const { supplierId, viaRetailerId } = command
  const { label, code, ...postal } = readInput(placeForm, command.fields)
  const address: Party = { ...without(postal), ...(code && { code, codeBy: 'supplier' as const }) }
  await lockPlaces(work, supplierId)
  const before = await listShipFrom(work.tx, supplierId)
  const same = before.find(one => one.label.toLowerCase() === label.toLowerCase() && one.id !== command.id)
  if (same) throw invalid('label', 'Another of your addresses has this name.')
  const own = command.id ? before.find(one => one.id === command.id) : undefined
  if (command.id && !own) throw noPlace()
  if (!own && before.length >= mostPlaces) throw invalid('label', `At most ${mostPlaces} addresses can be kept.`)
  const id = own?.id ?? work.newId()
  if (own) await work.tx.update(known).set({ label, address }).where(eq(known.id, id))
  else {
    const isDefault = before.length === 0
    await work.tx.insert(known).values({ id, supplierId, label, address, isDefault, createdAt: work.now })
  }
  await recordChange(work, {
    retailerId: viaRetailerId,
    action: own ? 'ship-from.changed' : 'ship-from.added',
    subject: supplierId,
    before: own ? { label: own.label, ...own.address } : null,
    after: { label, ...address },
  })
  return id
}

/** Makes a place the usual one. Throws `not-found` for a place of another supplier. */
export async function makeDefaultShipFrom(
  work: Work,
  command: { supplierId: string; viaRetailerId: string; id: string },
): Promise<void> {
  const { supplierId, viaRetailerId, id } = command
  await lockPlaces(work, supplierId)
  const place = (await findShipFrom(work.tx, supplierId, id))!
  await work.tx
    .update(known)
    .set({ isDefault: false })
    .where(and(eq(known.supplierId, supplierId), ne(known.id, id)))
  await work.tx.update(known).set({ isDefault: true }).where(eq(known.id, id))
  const after = { label: place.label }
  await recordChange(work, { retailerId: viaRetailerId, action: 'ship-from.made-usual', subject: supplierId, after })
}

/** Removes a place. Where it was the usual one, the oldest of the others is from then on. Throws `not-found` for a place of another supplier. */
export async function removeShipFrom(
  work: Work,
  command: { supplierId: string; viaRetailerId: string; id: string },
): Promise<void> {
  const { supplierId, viaRetailerId, id } = command
  await lockPlaces(work, supplierId)
  const place = (await findShipFrom(work.tx, supplierId, id))!
  await work.tx.delete(known).where(eq(known.id, id))
  if (place.isDefault) {
    const [next] = await work.tx
      .select({ id: known.id })
      .from(known)
      .where(eq(known.supplierId, supplierId))
      .orderBy(asc(known.id))
      .limit(1)
    if (next) await work.tx.update(known).set({ isDefault: true }).where(eq(known.id, next.id))
  }
  const before = { label: place.label, ...place.address }
  await recordChange(work, { retailerId: viaRetailerId, action: 'ship-from.removed', subject: supplierId, before })
}

/** Changes of a supplier's places go one after the other: two at once would each make another the usual one. */
async function lockPlaces(work: Work, supplierId: string): Promise<void> {
  await lockKey(work.tx, `ship-from:${supplierId}`)
}

function without<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

const noPlace = () => new ApplicationError('not-found', 'There is no such address.')

const invalid = (field: string, message: string) =>
  new ApplicationError('invalid-input', 'The address cannot be kept.', { [field]: message })
