import Big from 'big.js'
import { and, asc, eq } from 'drizzle-orm'
import { invoiceCharges, invoiceLines } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { raiseException, resolveException } from '../exceptions/raise.ts'
import { applied, duplicate, type Outcome } from '../outcome.ts'
import type { InvoiceRow } from './lock.ts'
import type { ReceiveInvoice } from './receive.ts'
import { type Difference, differencesBetween, fingerprintOf, meaning, meaningOf } from './same-invoice.ts'

/**
 * What becomes of an invoice whose number is known. The very document again is what it was; the same content is noted and settled; other
 * content waits for a person. Undefined when the number is free: what bore it is void, and this says something else.
 */
export async function receiveAgain(
  work: Work,
  command: ReceiveInvoice,
  before: InvoiceRow,
): Promise<Outcome | undefined> {
  if (command.documentId && before.documentId === command.documentId) return applied(before.id)
  const now = meaningOf(command.invoice)
  const differences = differencesBetween(await storedMeaning(work, before), now)
  if (before.status === 'void' && differences.length > 0) return undefined
  await noteDuplicate(work, command, before, differences, fingerprintOf(now))
  return duplicate(before.id)
}

async function storedMeaning(work: Work, row: InvoiceRow) {
  const { retailerId, id } = row
  const lines = await work.tx
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, id)))
    .orderBy(asc(invoiceLines.position))
  const charges = await work.tx
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, id)))
  return meaning({ ...row, lines, charges })
}

async function noteDuplicate(
  work: Work,
  { retailerId, partnershipId, invoice, documentId }: ReceiveInvoice,
  before: InvoiceRow,
  differences: Difference[],
  fingerprint: string,
): Promise<void> {
  const same = differences.length === 0
  const key = `duplicate-invoice:${before.id}:${documentId ?? fingerprint}`
  const { number, currency, total } = invoice
  const atStake = same ? new Big(total) : new Big(total).minus(before.total).abs()
  await raiseException(work, {
    retailerId,
    kind: 'duplicate',
    key,
    partnershipId,
    purchaseOrderId: before.purchaseOrderId,
    invoiceId: before.id,
    documentId: documentId ?? null,
    expected: `${new Big(before.total).toFixed(2)} ${before.currency}`,
    actual: `${new Big(total).toFixed(2)} ${currency}`,
    atStake: atStake.toFixed(2),
    currency,
    summary: same
      ? `Invoice ${number} was sent again; it is counted once.`
      : `Invoice ${number} was sent again, saying something else: ${differences.map(told).join('; ')}.`,
  })
  if (same) await resolveException({ ...work, actor: 'system' }, retailerId, key, 'the same as before: ignored')
  const subject = {
    invoiceId: before.id,
    partnershipId,
    purchaseOrderId: before.purchaseOrderId,
    documentId: documentId ?? null,
  }
  await recordEvent(work, retailerId, 'invoice.duplicated', subject, { number, same, differences })
}

const fieldNames: Readonly<Record<Difference['field'], string>> = {
  date: 'date',
  currency: 'currency',
  total: 'total',
  purchaseOrderNumber: 'purchase order',
  lines: 'lines',
  charges: 'charges',
}

function told({ field, before, now }: Difference): string {
  return `${fieldNames[field]} ${before || 'none'} → ${now || 'none'}`
}
