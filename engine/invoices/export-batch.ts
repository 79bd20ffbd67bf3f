import Big from 'big.js'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { storeBlob } from '../../db/blobs.ts'
import {
  exportBatches,
  exportItems,
  exportLines,
  invoiceCharges,
  invoiceLines,
  invoices,
  partnerships,
  retailers,
  suppliers,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type BillFormatName, writeBills, writeCredits } from '../../translators/accounting/index.ts'
import { nextNumbers } from '../purchase-orders/next-number.ts'
import { recordEvents } from '../records.ts'
import { type Accounts, accountsOf } from './accounts.ts'
import { type ApprovedInvoice, billOf, type TracedBill } from './bill-of.ts'
import type { InvoiceRow } from './lock.ts'
import { sum } from './money.ts'

/** Invoices handed to the accountant's program. `number` counts 1, 2, … without gaps within the retailer. */
export interface ExportedBatch {
  batchId: string
  number: number
  fileName: string
  bytes: Uint8Array
  /** How many invoices it holds. */
  invoices: number
}

/** Rows asked for by one statement at most. */
const chunkSize = 1000

/**
 * Exports every approved invoice of one currency (the given one, else that of the oldest), once and for good: two who export at the same time
 * share them out. Invoices with nothing to pay are in the batch and not in the file. Undefined when nothing waits for export.
 */
export async function exportBatch(
  work: Work,
  command: { retailerId: string; format: BillFormatName; currency?: string },
): Promise<ExportedBatch | undefined> {
  const { retailerId, format } = command
  const currency = command.currency ?? (await oldestCurrency(work, retailerId))
  const taken = currency === undefined ? [] : await takeApproved(work, retailerId, currency)
  if (currency === undefined || taken.length === 0) return undefined
  const retailer = await retailerOf(work, retailerId)
  const traced = (await withParts(work, retailerId, taken)).flatMap(one => billOf(one, retailer.accounts) ?? [])
  const bills = traced.map(one => one.bill)
  const number = await nextNumbers(work, retailerId, 'export-batch', 1)
  const name = String(number).padStart(6, '0')
  const { payable: payableAccount, tax: taxAccount } = retailer.accounts
  const options = { batch: name, payableAccount, taxAccount }
  const bytes = writeBills(bills, format, options)
  const fileName = `${retailer.slug}-bills-${name}-${format}.csv`
  const batchId = work.newId()
  const { blobId } = await storeBlob(work, retailerId, bytes)
  const total = sum(taken.map(signedPayable)).toFixed()
  await work.tx.insert(exportBatches).values({
    retailerId,
    id: batchId,
    number,
    format,
    fileName,
    blobId,
    ...(await storeCredits(work, retailerId, writeCredits(bills, format, options), fileName)),
    total,
    currency,
    actor: work.actor,
    createdAt: work.now,
  })
  await noteItems(work, retailerId, batchId, number, taken)
  await noteLines(work, retailerId, batchId, traced)
  return { batchId, number, fileName, bytes, invoices: taken.length }
}

/** Keeps the file of credits beside that of bills: `shop-bills-000001-netsuite-vendor-credits.csv`. */
async function storeCredits(
  work: Work,
  retailerId: string,
  credits: ReturnType<typeof writeCredits>,
  fileName: string,
): Promise<{ creditsFileName: string; creditsBlobId: string } | undefined> {
  if (!credits) return undefined
  const { blobId } = await storeBlob(work, retailerId, credits.bytes)
  return { creditsFileName: fileName.replace(/\.csv$/, `-${credits.name}.csv`), creditsBlobId: blobId }
}

/** What an invoice adds to its batch: a credit memo takes away. */
function signedPayable({ type, payable }: InvoiceRow): Big {
  return new Big(payable!).times(type === 'invoice' ? 1 : -1)
}

async function oldestCurrency(work: Work, retailerId: string): Promise<string | undefined> {
  const [row] = await work.tx
    .select({ currency: invoices.currency })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.status, 'approved')))
    .orderBy(asc(invoices.id))
    .limit(1)
  return row?.currency
}

/** Moves approved invoices to exported; another export that runs at the same time does not see them any more. */
async function takeApproved(work: Work, retailerId: string, currency: string): Promise<InvoiceRow[]> {
  const rows = await work.tx
    .update(invoices)
    .set({ status: 'exported', updatedAt: work.now })
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.status, 'approved'), eq(invoices.currency, currency)))
    .returning()
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1))
}

async function retailerOf(work: Work, id: string): Promise<{ slug: string; accounts: Accounts }> {
  const [row] = await work.tx.select().from(retailers).where(eq(retailers.id, id))
  if (!row) throw new ApplicationError('not-found', 'There is no such retailer.')
  return { slug: row.slug, accounts: accountsOf(row.settings) }
}

async function withParts(work: Work, retailerId: string, taken: InvoiceRow[]): Promise<ApprovedInvoice[]> {
  const names = await supplierNames(work, retailerId)
  const found: ApprovedInvoice[] = []
  for (const chunk of chunksOf(taken)) {
    const ids = chunk.map(invoice => invoice.id)
    const lines = await work.tx
      .select()
      .from(invoiceLines)
      .where(and(eq(invoiceLines.retailerId, retailerId), inArray(invoiceLines.invoiceId, ids)))
      .orderBy(asc(invoiceLines.position))
    const charges = await work.tx
      .select()
      .from(invoiceCharges)
      .where(and(eq(invoiceCharges.retailerId, retailerId), inArray(invoiceCharges.invoiceId, ids)))
      .orderBy(asc(invoiceCharges.id))
    const linesOf = Map.groupBy(lines, line => line.invoiceId)
    const chargesOf = Map.groupBy(charges, charge => charge.invoiceId)
    for (const invoice of chunk) {
      const parts = { lines: linesOf.get(invoice.id) ?? [], charges: chargesOf.get(invoice.id) ?? [] }
      found.push({ invoice, ...parts, supplier: names.get(invoice.partnershipId)! })
    }
  }
  return found
}

async function supplierNames(work: Work, retailerId: string): Promise<Map<string, string>> {
  const rows = await work.tx
    .select({ id: partnerships.id, name: suppliers.name })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(partnerships.retailerId, retailerId))
  return new Map(rows.map(row => [row.id, row.name]))
}

async function noteItems(
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
async function noteLines(
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

function chunksOf<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < rows.length; start += chunkSize) chunks.push(rows.slice(start, start + chunkSize))
  return chunks
}
