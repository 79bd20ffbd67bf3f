import { and, eq, inArray } from 'drizzle-orm'
import type { DeadLetter, HubDatabase } from '../../../db/hub-database.ts'
import { documents, invoices, messages, purchaseOrders } from '../../../db/schema/index.ts'

/** A job that gave up, with the partner it was for. */
export interface Stuck {
  letter: DeadLetter
  partnershipId: string | undefined
}

/** Jobs that failed for the same reason at the same work for the same partner: one cause, mended once. */
export interface CauseGroup {
  /** Names the group as long as it stands. */
  key: string
  /** The kind of work. */
  name: string
  partnershipId: string | undefined
  /** The failure with what differs from job to job left out. */
  cause: string
  letters: DeadLetter[]
}

/** The dead letters that are this retailer's, oldest first. */
export async function deadLettersOf(hub: HubDatabase, retailerId: string): Promise<DeadLetter[]> {
  const letters = await hub.deadLetters()
  return letters.filter(({ payload }) => (payload as { retailerId?: string } | null)?.retailerId === retailerId)
}

const idsIn = (letters: DeadLetter[], field: string) =>
  letters.flatMap(({ payload }) => {
    const id = (payload as Record<string, unknown>)[field]
    return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? [id] : []
  })

/** The jobs with their partners: of the message, document or invoice that each is about. */
export async function withPartners({ orm }: HubDatabase, retailerId: string, letters: DeadLetter[]): Promise<Stuck[]> {
  const about = { messageId: messages, documentId: documents }
  const partners = new Map<string, string | null>()
  for (const [field, table] of Object.entries(about)) {
    const ids = idsIn(letters, field)
    if (ids.length === 0) continue
    const rows = await orm
      .select({ id: table.id, partnershipId: table.partnershipId })
      .from(table)
      .where(and(eq(table.retailerId, retailerId), inArray(table.id, ids)))
    for (const row of rows) partners.set(row.id, row.partnershipId)
  }
  const invoiceIds = idsIn(letters, 'invoiceId')
  if (invoiceIds.length > 0) {
    const rows = await orm
      .select({ id: invoices.id, partnershipId: purchaseOrders.partnershipId })
      .from(invoices)
      .innerJoin(
        purchaseOrders,
        and(eq(purchaseOrders.retailerId, invoices.retailerId), eq(purchaseOrders.id, invoices.purchaseOrderId)),
      )
      .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, invoiceIds)))
    for (const row of rows) partners.set(row.id, row.partnershipId)
  }
  return letters.map(letter => {
    const payload = letter.payload as Record<string, string>
    const said = [payload.messageId, payload.documentId, payload.invoiceId].find(id => id && partners.has(id))
    return { letter, partnershipId: payload.partnershipId ?? partners.get(said ?? '') ?? undefined }
  })
}

/** Why a job gave up. */
export function reasonOf({ error }: DeadLetter): string | undefined {
  const { message } = (error ?? {}) as { message?: string }
  return message?.slice(0, 300)
}

/** A failure without what differs from job to job: ids, quoted values, numbers. */
export const causeOf = (reason: string) =>
  reason
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '…')
    .replaceAll(/“[^”]*”|"[^"]*"|'[^']*'/g, '…')
    .replaceAll(/\b\d[\d.,:-]*/g, '…')

/** Jobs by cause, the largest group first. */
export function causeGroups(stuck: Stuck[]): CauseGroup[] {
  const keyOf = ({ letter, partnershipId }: Stuck) =>
    JSON.stringify([letter.name, partnershipId ?? '', causeOf(reasonOf(letter) ?? '')])
  return [...Map.groupBy(stuck, keyOf)]
    .map(([key, some]) => {
      const [first] = some as [Stuck]
      const cause = causeOf(reasonOf(first.letter) ?? '')
      return {
        ...{ key, name: first.letter.name, partnershipId: first.partnershipId, cause },
        letters: some.map(one => one.letter),
      }
    })
    .toSorted((one, other) => other.letters.length - one.letters.length)
}
