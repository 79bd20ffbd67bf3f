import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { documents, invoices, purchaseOrders } from '../db/schema/index.ts'
import { answer } from './testing/cascade.ts'
import { TradingHub } from './testing/trading-hub.ts'

describeOnBothDatabases('The pipeline', open => {
  const start = async () => TradingHub.start(await open())

  it('takes an order all the way to a matched invoice', async () => {
    const trading = await start()
    await trading.order([
      { sku: 'QUILT', quantity: '2' },
      { sku: 'LAMP', quantity: '1' },
    ])
    const order = await trading.purchaseOrder()
    expect(order.lines.map(line => [line.ids.supplier, line.quantity, line.unitPrice])).toEqual([
      ['C-QUILT', '2', '40'],
      ['C-LAMP', '1', '12.5'],
    ])
    const { acknowledgment, shipNotices, invoices: bills } = answer(order)
    await trading.upload(trading.x12(acknowledgment))
    await trading.upload(trading.x12(...shipNotices))
    await trading.upload(trading.x12(...bills.map(bill => bill.invoice)))
    const [po] = await trading.hub.orm.select().from(purchaseOrders)
    const [invoice] = await trading.hub.orm.select().from(invoices)
    expect(await trading.exceptions()).toEqual([])
    expect(invoice).toMatchObject({ status: 'approved', total: '92.5', payable: '92.5' })
    expect(po!.answer).toBe('accepted')
    expect(['invoiced', 'closed']).toContain(po!.status)
  })

  it('answers every group with a 997 and learns from the partner’s', async () => {
    const trading = await start()
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const order = await trading.purchaseOrder()
    const [stored] = await trading.hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order'))
    const receipt = {
      functionalId: 'PO',
      groupControlNumber: stored!.groupNumber!,
      status: 'accepted' as const,
      codes: [] as string[],
      included: 1,
      received: 1,
      accepted: 1,
    }
    await trading.upload(
      trading.x12({
        kind: 'functional-acknowledgment',
        ...receipt,
        sets: [{ set: '850', controlNumber: '0001', status: 'accepted', codes: [], segments: [] }],
      }),
    )
    const [after] = await trading.hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order'))
    expect(after!.status).toBe('acknowledged')
    await trading.upload(trading.x12(answer(order).acknowledgment))
    const answers = (await trading.sent()).filter(document => document.kind === 'functional-acknowledgment')
    expect(answers).toMatchObject([{ functionalId: 'PR', groupControlNumber: '2', status: 'accepted' }])
  })

  it('is not moved by the same message twice, nor by the same document in two messages', async () => {
    const trading = await start()
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const { acknowledgment, shipNotices, invoices: bills } = answer(await trading.purchaseOrder())
    const invoice = bills[0]!.invoice
    const file = trading.x12(acknowledgment)
    expect((await trading.upload(file, 'a.edi', 'same')).repeated).toBe(false)
    expect((await trading.upload(file, 'a.edi', 'same')).repeated).toBe(true)
    const copy = await trading.upload(file, 'b.edi')
    expect((await trading.message(copy.messageId)).status).toBe('duplicate')
    for (const document of [acknowledgment, ...shipNotices, ...shipNotices, invoice, invoice])
      await trading.upload(trading.x12(document))
    expect(await trading.hub.orm.select().from(invoices)).toMatchObject([{ status: 'approved' }])
    const inbound = await trading.hub.orm
      .select({ kind: documents.kind, status: documents.status })
      .from(documents)
      .where(eq(documents.direction, 'in'))
    const duplicates = inbound.filter(document => document.status === 'duplicate').map(document => document.kind)
    expect(duplicates.sort()).toEqual([
      'invoice',
      'purchase-order-acknowledgment',
      'purchase-order-acknowledgment',
      'ship-notice',
    ])
  })

  it('lets one bad document stop only itself', async () => {
    const trading = await start()
    await trading.order([{ sku: 'LAMP', quantity: '2' }])
    const { acknowledgment } = answer(await trading.purchaseOrder())
    const unknown = { ...acknowledgment, purchaseOrderNumber: 'NOBODY-1' }
    const { messageId } = await trading.upload(trading.x12(unknown, acknowledgment))
    expect((await trading.documentsIn(messageId)).map(document => document.status)).toEqual(['rejected', 'applied'])
    expect(await trading.exceptions()).toMatchObject([{ kind: 'not-applied', actual: 'NOBODY-1' }])
  })

  it.each([
    ['a truncated interchange', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 60), 'upload.edi'],
    ['a file of something else', () => Buffer.from('GIF89a\0\0\0'), 'upload.edi'],
    ['an empty file', () => Buffer.alloc(0), 'upload.edi'],
    ['a CSV with a wrong header', () => Buffer.from('colour,size\nred,9\n'), 'stock.csv'],
  ])('keeps %s, says what is wrong, and goes on', async (_what, spoil, fileName) => {
    const trading = await start()
    await trading.order([{ sku: 'LAMP', quantity: '2' }])
    const { acknowledgment } = answer(await trading.purchaseOrder())
    const { messageId } = await trading.upload(spoil(trading.x12(acknowledgment)), fileName)
    expect((await trading.message(messageId)).status).toBe('rejected')
    const [exception] = await trading.exceptions()
    expect(exception).toMatchObject({ kind: 'not-readable', messageId })
    const good = await trading.upload(trading.x12(acknowledgment))
    expect((await trading.message(good.messageId)).status).toBe('processed')
    const [po] = await trading.hub.orm.select().from(purchaseOrders)
    expect(po!.answer).toBe('accepted')
  })

  it('tells a partner in words what was wrong with its file', async () => {
    const trading = await start()
    await trading.upload(Buffer.from('colour,size\nred,9\n'), 'stock.csv')
    const [report] = await trading.reports()
    expect(report).toMatchObject({ fileName: 'errors-stock.csv.txt', status: 'sent' })
    expect(report!.text).toMatch(
      /could not process everything in stock\.csv[\s\S]*header row fits no layout[\s\S]*Found: colour,size/,
    )
  })

  it('refuses an interchange of somebody else, and names who it is from', async () => {
    const trading = await start()
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const file = Buffer.from(trading.x12(answer(await trading.purchaseOrder()).acknowledgment)).toString('latin1')
    const foreign = Buffer.from(file.replace('CASCADE        ', 'NOBODY         '), 'latin1')
    const { messageId } = await trading.upload(foreign)
    expect((await trading.message(messageId)).status).toBe('rejected')
    expect(await trading.exceptions()).toMatchObject([{ kind: 'not-readable', actual: 'ZZ/NOBODY' }])
    const [po] = await trading.hub.orm.select().from(purchaseOrders)
    expect(po!.answer).toBe('none')
  })
})
