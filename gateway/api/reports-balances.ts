import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { ageAccrual, listAccrual } from '../../engine/reports/accrual.ts'
import {
  type AgedRow,
  ageBands,
  agePayables,
  listDeductions,
  listPayables,
  type ReportCursor,
  type ReportPage,
} from '../../engine/reports/aging.ts'
import { keptFigure } from '../../engine/reports/kept.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { csvFormat, csvTable } from './csv-table.ts'
import { json, retailerRead } from './endpoint.ts'
import { amount, day, moment } from './fields.ts'
import { listOf } from './pages.ts'
import { periodOf } from './report-period.ts'

const tag = 'Reports'
const scope = 'reports:read' as const

const money = { partnershipId: z.uuid(), supplier: z.string(), currency: z.string(), amount }

const payable = z
  .object({ invoiceId: z.uuid(), number: z.string(), status: z.string(), ...money, dueDate: day })
  .meta({ id: 'Payable', description: 'An approved invoice that is not paid; a credit memo is below zero.' })

const accrued = z
  .object({ purchaseOrder: z.string(), sku: z.string(), quantity: amount, shippedOn: day, ...money, dueDate: day })
  .meta({ id: 'Accrued', description: 'Goods that have shipped and that no invoice bills yet.' })

const deduction = z
  .object({
    ...{ claimId: z.uuid(), number: z.string(), kind: z.string(), status: z.string(), ...money },
    ...{ invoiceId: z.uuid(), invoice: z.string(), reason: z.string(), createdAt: moment },
  })
  .meta({ id: 'Deduction', description: 'What was taken off an invoice, or is asked back for it.' })

const cursorQuery = z.object({
  cursor: z.string().max(80).optional().describe('The `nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(50).describe('How many at most.'),
})

const onQuery = z.object({
  on: businessDate
    .optional()
    .describe('A past day: the balance as it stood by the dates of invoices, shipments and payments.'),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `2026-05-04,<id>`, the day left out where the list is not by days. Throws `invalid-input`. */
function cursorIn(text: string | undefined): ReportCursor | undefined {
  if (text === undefined) return undefined
  const [first = '', id = ''] = Buffer.from(text, 'base64url').toString('latin1').split(',')
  if (uuid.test(id) && (first === '' || day.safeParse(first).success)) return [first, id]
  throw noPage()
}

/** One balance as a list, row by row: a page in the memory of a page, however many there are. */
function listed<Row extends object>(spec: {
  name: string
  summary: string
  row: z.ZodObject
  byDay?: true
  /** Whether it is told of past days too. */
  past?: true
  read: (orm: Orm, retailerId: string, page: ReportPage) => Promise<{ rows: Row[]; next: ReportCursor | undefined }>
}) {
  return retailerRead({
    ...{
      path: `/reports/${spec.name}`,
      scope,
      tag,
      summary: spec.summary,
      query: spec.past ? cursorQuery.extend(onQuery.shape) : cursorQuery,
      formats: csvFormat,
    },
    answers: { 200: { description: 'A page.', schema: listOf(spec.row) } },
    async run({ orm, accept, tenant: { retailerId }, query }) {
      const after = cursorIn(query.cursor)
      if (after && spec.byDay && after[0] === '') throw noPage()
      const { rows, next } = await spec.read(orm, retailerId, {
        after,
        limit: query.limit,
        ...('on' in query && { on: query.on as string }),
      })
      const nextCursor = next ? Buffer.from(next.join(',')).toString('base64url') : null
      if (accept === 'text/csv') return csvTable(spec.name, Object.keys(spec.row.shape), rows, nextCursor)
      return json(200, { data: rows, nextCursor } as never)
    },
  })
}

const noPage = () =>
  new ApplicationError('invalid-input', 'There is no such page.', { cursor: 'Expected the nextCursor of a page.' })

const bandNames = {
  'not-due': 'notDue',
  '1-30': 'to30',
  '31-60': 'to60',
  '61-90': 'to90',
  'over-90': 'over90',
} as const

const aged = z
  .object({
    asOf: moment.describe('When it was reckoned: over very many rows it is kept for up to five minutes.'),
    data: z.array(
      z.object({
        ...{ partnershipId: z.uuid(), supplier: z.string(), currency: z.string() },
        notDue: amount,
        to30: amount.describe('Due for 1 to 30 days.'),
        ...{ to60: amount, to90: amount, over90: amount, total: amount },
      }),
    ),
  })
  .meta({ id: 'AgedBalance', description: 'Money by supplier, currency and age.' })

const agedColumns = ['partnershipId', 'supplier', 'currency', ...Object.values(bandNames), 'total']

function flat({ partnershipId, supplier, currency, bands, total }: AgedRow) {
  const named = Object.fromEntries(ageBands.map(band => [bandNames[band], bands[band]]))
  return {
    partnershipId,
    supplier,
    currency,
    ...(named as Record<(typeof bandNames)[keyof typeof bandNames], string>),
    total,
  }
}

function agedBy(
  name: string,
  summary: string,
  reckon: (orm: Orm, retailerId: string, today: string, on?: string) => Promise<AgedRow[]>,
) {
  return retailerRead({
    ...{ path: `/reports/${name}/aged`, scope, tag, summary, query: onQuery, formats: csvFormat },
    answers: { 200: { description: 'As seen today, by the retailer’s clock, or on the day asked for.', schema: aged } },
    async run({ orm, hub, now, accept, tenant: { retailerId }, query: { on } }) {
      const { today } = await periodOf(orm, retailerId, {}, now)
      const { value, asOf } = await keptFigure(hub, [name, retailerId, today, on ?? ''], () =>
        reckon(orm, retailerId, today, on),
      )
      const data = value.map(flat)
      return accept === 'text/csv' ? csvTable(`${name}-aged`, agedColumns, data) : json(200, { asOf, data })
    },
  })
}

export const balanceReportEndpoints = [
  agedBy('payables', 'What is approved and not paid, by supplier and age', agePayables),
  listed({
    ...{
      name: 'payables',
      summary: 'What is approved and not paid, the oldest due first',
      row: payable,
      byDay: true,
      past: true,
    },
    read: listPayables,
  }),
  agedBy('accrual', 'What has shipped and is not billed, by supplier and age', ageAccrual),
  listed({
    name: 'accrual',
    summary: 'What has shipped and is not billed',
    row: accrued,
    past: true,
    read: listAccrual,
  }),
  listed({
    ...{ name: 'deductions', summary: 'Debit memos, credit requests and disputes, newest first', row: deduction },
    read: listDeductions,
  }),
]
