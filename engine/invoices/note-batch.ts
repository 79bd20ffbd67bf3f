import Big from 'big.js'
import { exportItems, exportLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordEvents } from '../records.ts'
import type { TracedBill } from './bill-of.ts'
import type { InvoiceRow } from './lock.ts'

/** Rows asked for by one statement at most. */
const chunkSize = 1000

/** What an invoice adds to its batch: a credit memo takes away. */
export function signedPayable({ type, payable }: InvoiceRow): Big {
  return new Big(payable!).times(type === 'invoice' ? 1 : -1)
}

/** Every invoice of a batch with its amount, and what is told of it. */
export async function noteItems(
  work: Work,
  retailerId: string,
  batchId: string,
  number: number,
  taken: InvoiceRow[],
): Promise<void> {
  for (const chunk of chunksOf(taken)) {
    await work.tx.insert(exportItems).values(
      chunk.map(invoice => ({
        retailerId,
        batchId,
        invoiceId: invoice.id,
        amount: signedPayable(invoice).toFixed(),
      })),
    )
  }
  await recordEvents(
    work,
    taken.map(({ id: invoiceId, partnershipId, purchaseOrderId, documentId, number: invoiceNumber }) => ({
      retailerId,
      type: 'invoice.exported',
      invoiceId,
      partnershipId,
      purchaseOrderId,
      documentId,
      data: { number: invoiceNumber, batchId, batch: number },
    })),
  )
}

/** Every line of the file's bills with the field of the invoice that it stands for. */
export async function noteLines(
  work: Work,
  retailerId: string,
  batchId: string,
  traced: readonly TracedBill[],
): Promise<void> {
  const rows = traced.flatMap(({ bill, origins }) =>
    bill.lines.map(({ account, description, amount }, index) => ({
      retailerId,
      batchId,
      invoiceId: bill.externalId,
      ...origins[index]!,
      account,
      description: description ?? '',
      amount: new Big(amount).times(bill.type === 'credit' ? -1 : 1).toFixed(),
    })),
  )
  const numbered = rows.map((row, index) => ({ ...row, position: index + 1 }))
  for (const chunk of chunksOf(numbered)) await work.tx.insert(exportLines).values(chunk)
}

export function chunksOf<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < rows.length; start += chunkSize) chunks.push(rows.slice(start, start + chunkSize))
  return chunks
}
