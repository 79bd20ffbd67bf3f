import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { channels, invoices, messages, purchaseOrders } from '../../db/schema/index.ts'
import { defaultLayouts } from '../../translators/csv/index.ts'
import { invoice, type PurchaseOrder } from '../../translators/documents/index.ts'
import { readXlsx, writeXlsx } from '../../translators/xlsx/index.ts'
import { TradingHub } from '../testing/trading-hub.ts'
import { recogniseFormat } from './registry.ts'
import { xlsxFormat } from './xlsx.ts'

let trading: TradingHub
beforeEach(async () => {
  trading = await TradingHub.start(await emptyHub())
})
afterEach(() => trading.hub.close())

it('takes an order out and an invoice in, as spreadsheets', async () => {
  const { hub, retailerId } = trading
  await hub.orm.update(channels).set({ format: 'xlsx' }).where(eq(channels.retailerId, retailerId))
  await trading.order([{ sku: 'QUILT', quantity: '2' }])
  const [order] = await hub.orm.select().from(purchaseOrders)
  const [sent] = await hub.orm.select().from(messages).where(eq(messages.direction, 'out'))
  expect(sent?.fileName).toBe(`purchase-order-${order!.number}.xlsx`)
  const [file] = await trading.sentFiles()
  const read = await readXlsx(file!, [defaultLayouts['purchase-order']], async () => ({}))
  const [document] = read.documents as PurchaseOrder[]
  expect(document).toMatchObject({ number: order!.number, lines: [{ ids: { supplier: 'C-QUILT' }, quantity: '2' }] })

  const billed = invoice.parse({
    kind: 'invoice',
    number: 'C-77',
    date: document!.date,
    purchaseOrderNumber: order!.number,
    currency: 'USD',
    lines: [{ lineNumber: '1', ids: { supplier: 'C-QUILT' }, quantity: '2', unitPrice: '40' }],
    total: '80',
  })
  const { bytes } = await writeXlsx([billed], defaultLayouts.invoice)
  expect(recogniseFormat(bytes, 'bill.xlsx')).toBe(xlsxFormat)
  const { messageId } = await trading.upload(bytes, 'bill.xlsx')
  await trading.settled()
  expect((await trading.message(messageId)).status).toBe('processed')
  const stored = await hub.orm.select({ number: invoices.number, total: invoices.total }).from(invoices)
  expect(stored).toEqual([{ number: 'C-77', total: '80' }])
})

it('tells what a spreadsheet has spoilt, and takes the rest', async () => {
  const { hub } = trading
  await trading.order([{ sku: 'QUILT', quantity: '2' }])
  const [order] = await hub.orm.select().from(purchaseOrders)
  const billed = (number: string, supplier: string) =>
    invoice.parse({
      kind: 'invoice',
      number,
      date: '2026-03-01',
      purchaseOrderNumber: order!.number,
      currency: 'USD',
      lines: [{ ids: { supplier }, quantity: '1', unitPrice: '40' }],
      total: '40',
    })
  const { bytes } = await writeXlsx([billed('C-1', 'C-QUILT'), billed('C-2', '1.2E+11')], defaultLayouts.invoice)
  const { messageId } = await trading.upload(bytes, 'bills.xlsx')
  await trading.settled()
  expect((await trading.message(messageId)).status).toBe('partly-processed')
  expect((await hub.orm.select({ number: invoices.number }).from(invoices)).map(({ number }) => number)).toEqual([
    'C-1',
  ])
  expect((await trading.exceptions()).map(({ kind, actual }) => [kind, actual])).toContainEqual([
    'not-readable',
    '1.2E+11',
  ])
})
