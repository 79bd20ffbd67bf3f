import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { claims } from '../../db/schema/index.ts'
import { marginGroups } from '../../engine/reports/margins.ts'
import { scorecardFigures } from '../../engine/scorecards/figures.ts'
import { ApiClient } from './testing/client.ts'
import { seedTrade } from './testing/trade.ts'

const open = freshDatabases()
type Rows = { data: Record<string, string>[]; nextCursor: string | null }

async function trading() {
  const hub = await open()
  const trade = await seedTrade(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId: trade.retailerId })
  const see = async (path: string) => (await client.ask<Rows>('GET', path, { key })).body
  const asCsv = async (path: string) => {
    const came = await client.ask<Uint8Array>('GET', path, { key, headers: { Accept: 'text/csv' } })
    expect(came.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    return { lines: Buffer.from(came.body).toString().trim().split('\r\n'), link: came.headers.get('link') }
  }
  return { hub, client, key, see, asCsv, ...trade }
}

it('tells what is owed by age and row by row, in JSON and CSV', async () => {
  const { client, key, see, asCsv, partnershipId } = await trading()
  expect(await see('/reports/payables')).toEqual({ data: [], nextCursor: null })
  const { data } = await see('/invoices?number=NW-I-1')
  const invoiceId = data[0]!.id
  await client.ask('POST', `/invoices/${invoiceId}/approve`, { key })
  expect(await see('/reports/payables')).toMatchObject({
    data: [{ invoiceId, number: 'NW-I-1', supplier: 'Northwind', amount: '180.00', dueDate: '2026-04-03' }],
    nextCursor: null,
  })
  expect(await see('/reports/payables/aged')).toMatchObject({ data: [{ partnershipId, total: '180.00' }] })
  const { lines } = await asCsv('/reports/payables')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toBe('invoiceId,number,status,partnershipId,supplier,currency,amount,dueDate')
  expect(lines[1]).toContain(',NW-I-1,approved,')
  expect((await asCsv('/reports/payables/aged')).lines[1]).toContain('Northwind,USD')
  expect(await see('/reports/accrual')).toEqual({ data: [], nextCursor: null })
  expect(await see('/reports/accrual/aged')).toMatchObject({ data: [] })
  for (const report of ['payables', 'payables/aged', 'accrual', 'accrual/aged'])
    expect(await see(`/reports/${report}?on=2020-01-31`)).toMatchObject({ data: [] })
  expect((await client.ask('GET', '/reports/payables?on=2020-02-30', { key })).status).toBe(422)
  expect((await client.ask('GET', '/reports/payables?cursor=nonsense', { key })).status).toBe(422)
  const dayless = Buffer.from(`,${invoiceId}`).toString('base64url')
  expect((await client.ask('GET', `/reports/payables?cursor=${dayless}`, { key })).status).toBe(422)
})

it('walks a report to its end, page by page', async () => {
  const { client, key, see, asCsv, retailerId, partnershipId, supplierOrder, hub } = await trading()
  const { data } = await see('/invoices?number=NW-I-1')
  const common = { retailerId, partnershipId, invoiceId: data[0]!.id!, kind: 'bill-back' as const, currency: 'USD' }
  for (const number of ['D-1', 'D-2', 'D-3']) {
    const said = { number, amount: '5', reason: `=${supplierOrder.number}`, status: 'open' as const }
    const made = { id: hub.newId(), createdAt: hub.now(), actor: 'test' }
    await hub.orm.insert(claims).values({ ...common, ...said, ...made })
  }
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Rows = await see(`/reports/deductions?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.data.map(({ number }) => number!))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(['D-3', 'D-2', 'D-1'])
  const { lines, link } = await asCsv('/reports/deductions?limit=1')
  expect(lines[1]).toContain(`'=${supplierOrder.number}`)
  expect(link).toMatch(/^<\/.*cursor=.*>; rel="next"$/)
  expect((await client.ask('GET', '/reports/deductions', { key, headers: { Accept: 'image/png' } })).status).toBe(406)
})

it('tells profit by every axis, and how suppliers did', async () => {
  const { client, key, see, asCsv, partnershipId, supplierOrder } = await trading()
  const placed = 'from=2025-06-01&to=2027-06-01'
  for (const by of marginGroups) {
    const { data } = await see(`/reports/margins?by=${by}&${placed}`)
    expect(data, by).toMatchObject([{ currency: 'USD', itemCost: '180.00' }])
  }
  expect((await asCsv(`/reports/margins?by=supplier&${placed}`)).lines[1]).toContain(`${partnershipId},Northwind,USD`)
  expect(await see(`/reports/margins?search=nothing&${placed}`)).toMatchObject({ data: [] })
  const cards = await see('/reports/scorecards?from=2025-06-01&to=2027-06-01')
  expect(cards).toMatchObject({ data: [{ partnershipId, supplier: 'Northwind' }] })
  expect((await asCsv(`/reports/scorecards?${placed}`)).lines).toHaveLength(1 + scorecardFigures.length)
  const at = `/reports/scorecards/${partnershipId}/documents?figure=fill-rate&${placed}`
  expect(await see(at)).toMatchObject({ data: [{ type: 'purchase-order', number: supplierOrder.number }] })
  expect(await see('/reports/automation')).toMatchObject({
    data: [{ partnershipId, supplier: 'Northwind', stages: { sending: { all: 1, alone: 1, percent: 100 } } }],
  })
  expect((await asCsv('/reports/automation')).lines[0]).toBe('partnershipId,supplier,stage,all,alone,percent')
  for (const days of ['from=2026-05-01&to=2026-05-01', 'from=2000-01-01&to=2026-01-01', 'from=yesterday']) {
    const refused = await client.ask('GET', `/reports/margins?${days}`, { key })
    expect(refused).toMatchObject({ status: 422, body: { fields: { from: expect.any(String) } } })
  }
})
