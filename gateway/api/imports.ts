import { stringify } from 'csv-stringify/sync'
import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { importFormats, importKinds, importRefusals, importStatuses, imports } from '../../db/schema/index.ts'
import { refusedItems } from '../../engine/imports/refused-items.ts'
import { resumeImport } from '../../engine/imports/run-import.ts'
import { startImport } from '../../engine/imports/start-import.ts'
import type { ApiScope } from '../../partners/api-keys/scopes.ts'
import { guardFormula } from '../../translators/csv/index.ts'
import { type Endpoint, file, json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, moment } from './fields.ts'
import { matching } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Bulk imports'

/** Many times what an ordinary request may have. */
const maxBody = 32 * 1024 * 1024

const importSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(importKinds),
    format: z.enum(importFormats),
    status: z.enum(importStatuses),
    total: z.int().describe('Orders or products in the file.'),
    read: z.int().describe('How many of them have their outcome: each is created, changed, the same, or refused.'),
    created: z.int(),
    changed: z.int(),
    same: z.int().describe('Known before, by the same words.'),
    refused: z.int().describe('Ask for the refusals to see why.'),
    createdAt: moment,
    failure: z.string().nullable().describe('Why it was given up; what was taken in until then stays.'),
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'Import', description: 'A file of many orders or products, and how far it is.' })

const refusalSchema = z
  .object({
    row: z.int().describe('In the file: of CSV the row as a spreadsheet counts, of JSON the place counted from 1.'),
    reference: z.string().nullable().describe('The order’s number or the product’s SKU.'),
    message: z.string(),
    fields: z.record(z.string(), z.string()).describe('By field: what is wrong with it.'),
  })
  .meta({ id: 'ImportRefusal', description: 'Something that was not taken, and why.' })

const answers = { 202: { description: 'Stored; ask for it to see how far it is.', schema: importSchema } }

/** One import of a kind that the key may see. Throws `not-found`. */
async function presentImport(orm: Orm, retailerId: string, id: string, scopes: readonly ApiScope[]) {
  const [row] = await orm
    .select()
    .from(imports)
    .where(and(eq(imports.retailerId, retailerId), eq(imports.id, id), inArray(imports.kind, kindsFor(scopes))))
  return found(row, 'import')
}

/** The kinds that a key may see: orders and products have scopes of their own, and whoever writes may see what became of it. */
function kindsFor(scopes: readonly ApiScope[]) {
  return importKinds.filter(kind => scopes.includes(`${kind}:read`) || scopes.includes(`${kind}:write`))
}

const reading = { scope: 'orders:read', orScope: 'products:read' } as const

function importOf(kind: (typeof importKinds)[number], spec: { of: string; csv: string; example: unknown[] }): Endpoint {
  return retailerWrite({
    method: 'post',
    path: `/${kind}/imports`,
    scope: `${kind}:write`,
    tag,
    summary: `Hand in many ${kind} at once`,
    description: `A list in JSON, or in CSV with a header. The file is stored and taken in step by step, in the background; one that is wrong keeps no other out. Each is known by its own number, so the same file again changes nothing. Up to 32 MiB.`,
    body: z.unknown().meta({
      id: `Many${spec.of}`,
      type: 'array',
      items: { $ref: `#/components/schemas/${spec.of}` },
      description: `A list of ${kind}; or an object that has the list in \`${kind}\`.`,
    }),
    files: { 'text/csv': spec.csv },
    maxBody,
    example: spec.example,
    answers,
    async run({ work, scopes, tenant: { retailerId }, upload: { contentType, bytes } }) {
      const format = contentType === 'text/csv' ? 'csv' : 'json'
      const { id } = await startImport(work, { retailerId, kind, format, bytes })
      return json(202, await presentImport(work.tx, retailerId, id, scopes), `/imports/${id}`)
    },
  })
}

const importOrders = importOf('orders', {
  of: 'NewOrder',
  csv: 'One row for each line: `number`, `sku`, `quantity`, `unitPrice`, `lineNumber`; and, at least in an order’s first row, `channel`, `placedAt`, `currency`, `customerName`, `customerEmail`, `customerPhone`, `shipToName`, `address1`, `address2`, `city`, `state`, `postalCode`, `country`, `shipToPhone`, `shippingPrice`, `notes`.',
  example: [
    {
      number: 'W-20001',
      currency: 'USD',
      customer: { name: 'Dana Reyes' },
      shipTo: {
        name: 'Dana Reyes',
        address1: '418 Alder Street',
        city: 'Portland',
        state: 'OR',
        postalCode: '97205',
        country: 'US',
      },
      lines: [{ sku: 'TENT-2P', quantity: '1', unitPrice: '189.00' }],
    },
  ],
})

const importProducts = importOf('products', {
  of: 'NewProduct',
  csv: '`sku`, `title`, `brand`, `category`, `upc`, `ean`, `gtin`, `manufacturerPart`, `retailPrice`, `msrp`, `map`, `weight`.',
  example: [{ sku: 'LAMP-1', title: 'Camp lamp', brand: 'Trailhead', retailPrice: '39.00' }],
})

const listImports = retailerRead({
  path: '/imports',
  ...reading,
  tag,
  summary: 'List imports, newest first',
  query: pageQuery.extend({ kind: z.enum(importKinds).optional(), status: z.enum(importStatuses).optional() }),
  answers: { 200: { description: 'A page of imports.', schema: listOf(importSchema) } },
  async run({ orm, scopes, tenant: { retailerId }, query }) {
    const rows = await orm
      .select()
      .from(imports)
      .where(
        and(
          eq(imports.retailerId, retailerId),
          inArray(imports.kind, kindsFor(scopes)),
          matching(imports.kind, query.kind),
          matching(imports.status, query.status),
          olderThan(imports.id, query.cursor),
        ),
      )
      .orderBy(desc(imports.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getImport = retailerRead({
  path: '/imports/{id}',
  ...reading,
  tag,
  summary: 'How far an import is',
  params: idParams,
  answers: { 200: { description: 'The import.', schema: importSchema } },
  async run({ orm, scopes, tenant: { retailerId }, params }) {
    return json(200, await presentImport(orm, retailerId, params.id, scopes))
  },
})

/** Refusals in the order of the file. */
async function refusalsOf(orm: Orm, retailerId: string, id: string, after = -1, most?: number) {
  const query = orm
    .select()
    .from(importRefusals)
    .where(
      and(
        eq(importRefusals.retailerId, retailerId),
        eq(importRefusals.importId, id),
        gt(importRefusals.position, after),
      ),
    )
    .orderBy(asc(importRefusals.position))
  return await (most === undefined ? query : query.limit(most))
}

const listRefusals = retailerRead({
  path: '/imports/{id}/refusals',
  ...reading,
  tag,
  summary: 'What an import did not take, and why, in the order of the file',
  params: idParams,
  query: z.object({
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .optional()
      .describe('The `nextCursor` of the page before.'),
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  }),
  answers: { 200: { description: 'A page of refusals.', schema: listOf(refusalSchema) } },
  async run({ orm, scopes, tenant: { retailerId }, params, query: { cursor, limit } }) {
    await presentImport(orm, retailerId, params.id, scopes)
    const rows = await refusalsOf(orm, retailerId, params.id, cursor === undefined ? -1 : Number(cursor), limit + 1)
    const data = rows.slice(0, limit)
    return json(200, { data, nextCursor: rows.length > limit ? String(data.at(-1)!.position) : null })
  },
})

const downloadRefusals = retailerRead({
  path: '/imports/{id}/refusals.csv',
  ...reading,
  tag,
  summary: 'The same as a file',
  params: idParams,
  answers: { 200: { description: 'CSV: row, reference, field, message.', bytes: true } },
  async run({ orm, scopes, tenant: { retailerId }, params }) {
    await presentImport(orm, retailerId, params.id, scopes)
    const rows = (await refusalsOf(orm, retailerId, params.id)).flatMap(({ row, reference, message, fields }) => {
      const named = Object.entries(fields)
      return (named.length > 0 ? named : [['', message]]).map(cells =>
        [String(row), reference ?? '', ...cells].map(cell => guardFormula(cell ?? '')),
      )
    })
    const bytes = new TextEncoder().encode(stringify([['row', 'reference', 'field', 'message'], ...rows]))
    return file({ bytes, fileName: `refusals-${params.id}.csv`, contentType: 'text/csv; charset=utf-8' })
  },
})

const downloadRefused = retailerRead({
  path: '/imports/{id}/refused-items',
  ...reading,
  tag,
  summary: 'What an import did not take, as a file to be mended and handed in again',
  description: 'In the format in which it came: of CSV every row of a refused order.',
  params: idParams,
  answers: { 200: { description: 'JSON or CSV.', bytes: true } },
  async run({ orm, scopes, tenant: { retailerId }, params }) {
    const { kind, format, blobId, id } = await presentImport(orm, retailerId, params.id, scopes)
    const refused = await refusalsOf(orm, retailerId, params.id)
    const bytes = refusedItems({ kind, format, bytes: await readBlob(orm, retailerId, blobId) }, refused)
    const contentType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/octet-stream'
    return file({ bytes, fileName: `refused-${kind}-${id}.${format}`, contentType })
  },
})

const resume = retailerWrite({
  method: 'post',
  path: '/imports/{id}/resume',
  ...{ scope: 'orders:write', orScope: 'products:write' },
  tag,
  summary: 'Let an import go on that has failed',
  description:
    'With the first item that has no outcome yet: nothing is taken in twice. 409 for one that has not failed.',
  params: idParams,
  answers,
  async run({ work, scopes, tenant: { retailerId }, params: { id } }) {
    const { kind } = await presentImport(work.tx, retailerId, id, scopes)
    if (!scopes.includes(`${kind}:write`))
      throw new ApplicationError('not-allowed', `This key lacks the scope ${kind}:write.`)
    await resumeImport(work, { retailerId, importId: id })
    return json(202, await presentImport(work.tx, retailerId, id, scopes), `/imports/${id}`)
  },
})

export const importEndpoints = [
  importOrders,
  importProducts,
  listImports,
  getImport,
  resume,
  listRefusals,
  downloadRefusals,
  downloadRefused,
]
