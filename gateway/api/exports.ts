import { and, asc, count, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { exportBatches, exportItems, invoices } from '../../db/schema/index.ts'
import { batchFile } from '../../engine/invoices/batch-file.ts'
import { exportBatch } from '../../engine/invoices/export-batch.ts'
import { voidBatch } from '../../engine/invoices/void-batch.ts'
import { billFormatNames } from '../../translators/accounting/index.ts'
import { businessDate, currency } from '../../translators/documents/index.ts'
import { file, json, nothing, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, found, idParams, moment } from './fields.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Exports'

const batchSchema = z
  .object({
    id: z.uuid(),
    number: z.int().describe('1, 2, … without gaps.'),
    format: z.string(),
    fileName: z.string(),
    creditsFileName: z
      .string()
      .nullable()
      .describe('The file of credits, where the program takes them apart from bills and there are some.'),
    total: amount.describe('Invoices less credit memos.'),
    currency: z.string(),
    invoices: z.int().describe('How many invoices it holds.'),
    actor: z.string(),
    createdAt: moment,
    voidedAt: moment.nullable(),
    voidReason: z.string().nullable(),
  })
  .meta({ id: 'ExportBatch', description: 'Invoices handed to the accountant’s program.' })

const batchDetailSchema = batchSchema
  .extend({ items: z.array(z.object({ invoiceId: z.uuid(), number: z.string(), amount })) })
  .meta({ id: 'ExportBatchDetail', description: 'An export batch and the invoices in it.' })

const columns = {
  id: exportBatches.id,
  number: exportBatches.number,
  format: exportBatches.format,
  fileName: exportBatches.fileName,
  creditsFileName: exportBatches.creditsFileName,
  total: exportBatches.total,
  currency: exportBatches.currency,
  actor: exportBatches.actor,
  createdAt: exportBatches.createdAt,
  voidedAt: exportBatches.voidedAt,
  voidReason: exportBatches.voidReason,
}

function batchesWithCounts(orm: Orm, retailerId: string) {
  return orm
    .select({ ...columns, invoices: count(exportItems.invoiceId) })
    .from(exportBatches)
    .leftJoin(exportItems, and(eq(exportItems.retailerId, retailerId), eq(exportItems.batchId, exportBatches.id)))
    .groupBy(exportBatches.retailerId, exportBatches.id)
    .$dynamic()
}

async function presentBatch(orm: Orm, retailerId: string, id: string) {
  const [row] = await batchesWithCounts(orm, retailerId).where(
    and(eq(exportBatches.retailerId, retailerId), eq(exportBatches.id, id)),
  )
  return found(row, 'export batch')
}

const createExport = retailerWrite({
  method: 'post',
  path: '/exports',
  scope: 'exports:write',
  tag,
  summary: 'Export approved invoices',
  description:
    'Approved invoices of one currency leave once and for good, the oldest first, as many as the program imports in one file: call until the answer is 204. The bytes are kept: fetch them as often as needed.',
  body: z
    .object({
      format: z.enum(billFormatNames),
      currency: currency.optional().describe('Without it the currency of the invoice that has waited longest.'),
      datedUntil: businessDate.optional().describe('Only invoices dated up to this day.'),
      partnershipId: z.uuid().optional().describe('Only those of one supplier.'),
    })
    .meta({ id: 'NewExport' }),
  example: { format: 'quickbooks-online' },
  answers: {
    201: { description: 'The batch.', schema: batchSchema },
    204: { description: 'Nothing waits for export.' },
  },
  async run({ work, tenant: { retailerId }, body }) {
    const batch = await exportBatch(work, { ...body, retailerId })
    if (!batch) return nothing()
    return json(201, await presentBatch(work.tx, retailerId, batch.batchId), `/exports/${batch.batchId}`)
  },
})

const listExports = retailerRead({
  path: '/exports',
  scope: 'exports:read',
  tag,
  summary: 'List export batches, newest first',
  query: pageQuery,
  answers: { 200: { description: 'A page of batches.', schema: listOf(batchSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await batchesWithCounts(orm, retailerId)
      .where(and(eq(exportBatches.retailerId, retailerId), olderThan(exportBatches.id, query.cursor)))
      .orderBy(desc(exportBatches.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getExport = retailerRead({
  path: '/exports/{id}',
  scope: 'exports:read',
  tag,
  summary: 'One export batch and the invoices in it',
  params: idParams,
  answers: { 200: { description: 'The batch.', schema: batchDetailSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    const batch = await presentBatch(orm, retailerId, params.id)
    const items = await orm
      .select({ invoiceId: exportItems.invoiceId, number: invoices.number, amount: exportItems.amount })
      .from(exportItems)
      .innerJoin(invoices, and(eq(invoices.retailerId, retailerId), eq(invoices.id, exportItems.invoiceId)))
      .where(and(eq(exportItems.retailerId, retailerId), eq(exportItems.batchId, params.id)))
      .orderBy(asc(exportItems.invoiceId))
    return json(200, { ...batch, items })
  },
})

const getFile = retailerRead({
  path: '/exports/{id}/file',
  scope: 'exports:read',
  tag,
  summary: 'The file of an export batch',
  params: idParams,
  answers: { 200: { description: 'The same bytes, however often they are fetched.', bytes: true } },
  async run({ orm, tenant: { retailerId }, params }) {
    const { fileName, bytes } = await batchFile(orm, { retailerId, batchId: params.id })
    return file({ fileName, bytes, contentType: 'text/csv; charset=utf-8' })
  },
})

const getCredits = retailerRead({
  path: '/exports/{id}/credits',
  scope: 'exports:read',
  tag,
  summary: 'The file of credits of an export batch',
  description:
    'QuickBooks Online imports them as journal entries, NetSuite as vendor credits; elsewhere they are in the file of bills.',
  params: idParams,
  answers: { 200: { description: 'The same bytes, however often they are fetched.', bytes: true } },
  async run({ orm, tenant: { retailerId }, params }) {
    const { fileName, bytes } = await batchFile(orm, { retailerId, batchId: params.id, part: 'credits' })
    return file({ fileName, bytes, contentType: 'text/csv; charset=utf-8' })
  },
})

const voidExport = retailerWrite({
  method: 'post',
  path: '/exports/{id}/void',
  scope: 'exports:write',
  tag,
  summary: 'Take an export batch back',
  description:
    'Its invoices wait for export again; the batch keeps its number, its bytes and the reason. Taken back again nothing changes.',
  params: idParams,
  body: z.object({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'ExportVoid' }),
  example: { reason: 'The accountant’s program refused the file.' },
  answers: { 200: { description: 'The batch, taken back.', schema: batchSchema } },
  async run({ work, tenant: { retailerId }, params, body }) {
    await voidBatch(work, { retailerId, batchId: params.id, reason: body.reason })
    return json(200, await presentBatch(work.tx, retailerId, params.id))
  },
})

export const exportEndpoints = [createExport, listExports, getExport, getFile, getCredits, voidExport]
