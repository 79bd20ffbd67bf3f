import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { storeBlob } from '../../db/blobs.ts'
import {
  exportBatches,
  invoiceCharges,
  invoiceLines,
  invoices,
  partnerships,
  retailers,
  suppliers,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import {
  type BillFormat,
  type BillFormatName,
  billFormats,
  billsOfOneFile,
  writeBills,
  writeCredits,
} from '../../translators/accounting/index.ts'
import { nextNumbers } from '../purchase-orders/next-number.ts'
import { type Accounts, accountsOf, type ExportSettings, exportSettingsOf } from './accounts.ts'
import { type ApprovedInvoice, billOf } from './bill-of.ts'
import type { InvoiceRow } from './lock.ts'
import { sum } from './money.ts'
import { chunksOf, noteItems, noteLines, signedPayable } from './note-batch.ts'

/** Invoices handed to the accountant's program. `number` counts 1, 2, … without gaps within the retailer. */
export interface ExportedBatch {
  batchId: string
  number: number
  fileName: string
  bytes: Uint8Array
  /** How many invoices it holds. */
  invoices: number
  currency: string
}

/** What is exported: approved invoices of one currency (the given one, else that of the oldest), and of them those dated up to a day or of one supplier. */
export interface ExportBatch {
  retailerId: string
  format: BillFormatName
  currency?: string
  /** Business date; the last invoice date that is taken, for books that are closed by periods. */
  datedUntil?: string
  partnershipId?: string
}

/**
 * Exports approved invoices once and for good, the oldest first: as many as the accounting program imports in one file, so that who wants all of them asks until nothing is
 * left. Two who export at the same time share them out. Invoices with nothing to pay are in the batch and not in the file. Undefined when nothing waits for export.
 */
export async function exportBatch(work: Work, command: ExportBatch): Promise<ExportedBatch | undefined> {
  const { retailerId, format } = command
  const currency = command.currency ?? (await oldestCurrency(work, command))
  if (currency === undefined) return undefined
  const retailer = await retailerOf(work, retailerId)
  const approved = await approvedOf(work, { ...command, currency })
  const { taken, traced } = await fitOneFile(work, approved, retailer.accounts, format)
  if (taken.length === 0) return undefined
  await markExported(work, retailerId, taken)
  const bills = traced.map(one => one.bill)
  const number = await nextNumbers(work, retailerId, 'export-batch', 1)
  const name = String(number).padStart(6, '0')
  const { payable: payableAccount, tax: taxAccount } = retailer.accounts
  const options = { batch: name, payableAccount, taxAccount, ...retailer.exports }
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
  return { batchId, number, fileName, bytes, invoices: taken.length, currency }
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

/** The approved invoices that a command is about. */
function chosenBy({ retailerId, currency, datedUntil, partnershipId }: Omit<ExportBatch, 'format'>) {
  return and(
    eq(invoices.retailerId, retailerId),
    eq(invoices.status, 'approved'),
    currency === undefined ? undefined : eq(invoices.currency, currency),
    datedUntil === undefined ? undefined : lte(invoices.invoiceDate, datedUntil),
    partnershipId === undefined ? undefined : eq(invoices.partnershipId, partnershipId),
  )
}

async function oldestCurrency(work: Work, command: ExportBatch): Promise<string | undefined> {
  const [row] = await work.tx
    .select({ currency: invoices.currency })
    .from(invoices)
    .where(chosenBy(command))
    .orderBy(asc(invoices.id))
    .limit(1)
  return row?.currency
}

/** The oldest of them, locked, no more than a file can hold; another export that runs at the same time waits, and then does not see those that were taken. */
async function approvedOf(work: Work, command: ExportBatch): Promise<InvoiceRow[]> {
  const { holds }: BillFormat = billFormats[command.format]
  const oldest = work.tx.select().from(invoices).where(chosenBy(command)).orderBy(asc(invoices.id))
  const most = holds?.bills ?? holds?.rows
  return most === undefined ? await oldest.for('update') : await oldest.limit(most).for('update')
}

/** What of them one file holds, and the bills that stand for it. */
async function fitOneFile(work: Work, approved: InvoiceRow[], accounts: Accounts, format: BillFormatName) {
  if (approved.length === 0) return { taken: [], traced: [] }
  const parts = await withParts(work, approved[0]!.retailerId, approved)
  const all = new Map(parts.flatMap(one => billOf(one, accounts) ?? []).map(one => [one.bill.externalId, one]))
  const bills = [...all.values()].map(one => one.bill)
  const held = new Set(billsOfOneFile(bills, format).map(bill => bill.externalId))
  const taken = approved.filter(({ id }) => held.has(id) || !all.has(id))
  return { taken, traced: [...all.values()].filter(({ bill }) => held.has(bill.externalId)) }
}

async function markExported(work: Work, retailerId: string, taken: readonly InvoiceRow[]): Promise<void> {
  for (const chunk of chunksOf(taken)) {
    const ids = chunk.map(invoice => invoice.id)
    await work.tx
      .update(invoices)
      .set({ status: 'exported', updatedAt: work.now })
      .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, ids)))
  }
}

async function retailerOf(
  work: Work,
  id: string,
): Promise<{ slug: string; accounts: Accounts; exports: ExportSettings }> {
  const [row] = await work.tx.select().from(retailers).where(eq(retailers.id, id))
  if (!row) throw new ApplicationError('not-found', 'There is no such retailer.')
  return { slug: row.slug, accounts: accountsOf(row.settings), exports: exportSettingsOf(row.settings) }
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
