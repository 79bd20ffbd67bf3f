import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { orderLines, orders } from '../../db/schema/index.ts'
import { orderOf } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { importOrder } from './import.ts'
import { type NewOrder, newOrder } from './new-order.ts'

const seed = { suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '5' }] }] }

describe('newOrder', () => {
  const order = orderOf('W-1', [['TENT', '1']])
  const wrong: [string, object, string][] = [
    ['no lines', { lines: [] }, 'lines'],
    ['a quantity of zero', { lines: [{ sku: 'TENT', quantity: '0.0', unitPrice: '1' }] }, 'lines.0.quantity'],
    ['a quantity as a number', { lines: [{ sku: 'TENT', quantity: 1, unitPrice: '1' }] }, 'lines.0.quantity'],
    ['a negative price', { lines: [{ sku: 'TENT', quantity: '1', unitPrice: '-1' }] }, 'lines.0.unitPrice'],
    ['a currency that is none', { currency: 'dollars' }, 'currency'],
    [
      'one line number twice',
      {
        lines: ['1', undefined].map(lineNumber => ({ lineNumber, sku: 'T', quantity: '1', unitPrice: '1' })).reverse(),
      },
      'lines',
    ],
  ]
  it.each(wrong)('refuses %s', (_, change, path) => {
    const parsed = newOrder.safeParse({ ...order, ...change })
    expect(parsed.error?.issues.map(issue => issue.path.join('.'))).toContain(path)
  })
})

describeOnBothDatabases('importOrder', open => {
  const start = async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, seed)
    return { hub, retailerId, run: (order: NewOrder) => hub.work('shop', work => importOrder(work, retailerId, order)) }
  }

  it('stores an order with its lines, and has it routed', async () => {
    const { hub, run } = await start()
    const { orderId, created } = await run(orderOf('W-1', [['TENT', '2']], { notes: ['Gift', 'No prices'] }))
    expect(created).toBe(true)
    const [order] = await hub.orm.select().from(orders).where(eq(orders.id, orderId))
    expect(order).toMatchObject({ number: 'W-1', channel: 'web', status: 'imported', notes: 'Gift\nNo prices' })
    const lines = await hub.orm.select().from(orderLines).where(eq(orderLines.orderId, orderId))
    expect(lines).toMatchObject([{ lineNumber: '1', sku: 'TENT', title: 'Product TENT', quantity: '2', placed: '0' }])
    expect(await hub.pendingJobs()).toBe(1)
  })

  it('takes the same order again as the same, however its numbers are spelled', async () => {
    const { hub, run } = await start()
    const first = await run(orderOf('W-1', [['TENT', '2']]))
    const again = await run(orderOf('W-1', [['TENT', '2.0']]))
    expect(again).toEqual({ orderId: first.orderId, created: false })
    expect(await hub.pendingJobs()).toBe(1)
  })

  it('refuses another order under the same number, but takes it on another channel', async () => {
    const { run } = await start()
    await run(orderOf('W-1', [['TENT', '2']]))
    await expect(run(orderOf('W-1', [['TENT', '3']]))).rejects.toMatchObject({ code: 'conflict', status: 409 })
    const elsewhere = await run(orderOf('W-1', [['TENT', '3']], { channel: 'marketplace' }))
    expect(elsewhere.created).toBe(true)
  })

  it('names each unknown SKU, and stores nothing', async () => {
    const { hub, run } = await start()
    const order = orderOf('W-1', [
      ['TENT', '2'],
      ['TNET', '1'],
    ])
    await expect(run(order)).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { 'lines[1].sku': 'The catalogue has no SKU TNET.' },
    })
    expect(await hub.orm.select().from(orders)).toEqual([])
    expect(await hub.pendingJobs()).toBe(0)
  })
})
