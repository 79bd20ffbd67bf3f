import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { orders, shipmentPackages } from '../../db/schema/index.ts'
import { readState } from '../lists/list-state.ts'
import { type Busy, openBusyWorld } from '../testing/busy-world.ts'
import type { Client } from '../testing/client.ts'
import { firstBytes, kindOfBytes, readableText } from './bytes-preview.ts'
import { listOrders, ordersList } from './orders-list-query.ts'

let busy: Busy
let operations: Client
beforeAll(async () => {
  const hub = await emptyHub()
  busy = await openBusyWorld(hub)
  operations = await busy.as('operations@here.example')
  return () => hub.close()
})

const textOf = async (path: string) => await (await operations.get(path)).text()

it('says on the first page what is stuck and why', async () => {
  const page = await textOf('/retailer')
  for (const words of ['Message not delivered', 'Order cannot be placed', 'Price differs'])
    expect(page).toContain(words)
})

it('leads from each figure of the first page to a list of exactly so many', async () => {
  const unescaped = (text: string) => text.replaceAll('&amp;', '&')
  const figures = [
    ...(await textOf('/retailer')).matchAll(
      /<a href="([^"]+)" data-figure="([^"]+)"(?:(?!<\/a>)[\s\S])*?class="flow-number[^"]*">([\d,]+)</g,
    ),
  ].map(([, href, name, count]) => ({ name, href: unescaped(href!), count: Number(count) }))
  expect(figures.map(({ name }) => name)).toEqual([
    ...['today orders', 'today out', 'today in', 'today shipments', 'today invoices'],
    ...['order imported', 'order held', 'order routed', 'order partly-shipped', 'order shipped'],
    ...['stuck exceptions', 'stuck held', 'stuck undelivered', 'stuck unread', 'stuck dead'],
  ])
  for (const { name, href, count } of figures) {
    const listed = [...(await textOf(href)).matchAll(/<tr class="linked"(?! data-cause)/g)].length
    expect([name, listed]).toEqual([name, count])
  }
  expect(figures.filter(({ count }) => count > 0).length).toBeGreaterThan(8)
})

it('narrows to days as the viewer’s clock has them', async () => {
  const { orm } = busy.hub
  const { retailerId } = busy.here
  await orm
    .update(orders)
    .set({ placedAt: new Date('2026-03-09T03:30:00Z') })
    .where(eq(orders.id, busy.orderId))
  const placed = async (timeZone: string, day: string) =>
    (await listOrders(orm, retailerId, readState({ from: day, to: day }, ordersList), timeZone)).rows.length
  expect(await placed('UTC', '2026-03-09')).toBe(1)
  expect([await placed('America/New_York', '2026-03-08'), await placed('America/New_York', '2026-03-09')]).toEqual([
    1, 0,
  ])
})

it('finds what was shipped by its number and by tracking number, and gives it as a file', async () => {
  const shown = async (query: string) => {
    const page = await textOf(`/retailer/shipments?${query}`)
    return [...page.matchAll(/data-shipment="([^"]+)"/g)].map(([, number]) => number)
  }
  const [number] = await shown('')
  expect(number).toBeDefined()
  expect(await shown(`q=${number}`)).toEqual([number])
  expect(await shown('q=1z+999+aa1+01+2345+6784')).toEqual([number])
  expect([await shown('q=nothing'), await shown('from=2036-01-01')]).toEqual([[], []])
  const sscc = '003456780000000018'
  await busy.hub.orm.update(shipmentPackages).set({ sscc, ssccValid: true })
  // As it stands on the label, and as a scanner gives it.
  for (const scanned of [sscc, '00 0 0345678 000000001 8', `(00)${sscc}`])
    expect(await shown(new URLSearchParams({ q: scanned }).toString())).toEqual([number])
  expect(await shown('q=003456780000000025')).toEqual([])
  const [, row] = (await textOf('/retailer/shipments/file')).split('\r\n')
  expect(row).toContain(`${number},Shipped,Little Potter,${busy.number},`)
  const strangers = await busy.as('operations@there.example')
  expect(await (await strangers.get('/retailer/shipments/file')).text()).not.toContain(number!)
})

it('gives partners, and what is due from one of them, as files', async () => {
  expect((await textOf('/retailer/partners/file')).trimEnd().split('\r\n')).toHaveLength(3)
  const due = `show=soon&partner=${busy.partnershipId}`
  const listed = [...(await textOf(`/retailer/due?${due}`)).matchAll(/<tr class="linked"/g)].length
  expect(listed).toBeGreaterThan(0)
  expect((await textOf(`/retailer/due/file?${due}`)).trimEnd().split('\r\n')).toHaveLength(listed + 1)
})

it('gives products as the filter shows them as a file', async () => {
  const listed = async (query: string) =>
    [...(await textOf(`/retailer/products?${query}`)).matchAll(/data-product="([^"]+)"/g)].map(([, sku]) => sku)
  const filed = async (query: string) =>
    (await textOf(`/retailer/products/file?${query}`))
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map(row => row.split(',')[0])
  for (const query of ['show=all', 'show=all&q=mug', 'show=without-source'])
    expect(await filed(query)).toEqual(await listed(query))
  expect((await filed('show=all')).length).toBeGreaterThan((await filed('q=mug')).length)
})

it('gives exceptions of a kind as a file', async () => {
  const file = await textOf('/retailer/exceptions/file?kind=unroutable')
  expect(file.trimEnd().split('\r\n')).toHaveLength(2)
  expect(file).toContain('Order cannot be placed')
})

it('explains where an order went, and leads to the bytes on the wire', async () => {
  const page = await textOf(`/retailer/orders/${busy.orderId}`)
  expect(page).toContain('Chosen')
  expect(page).toContain('Candidates of decision 1')
  expect(page).toContain(`/retailer/messages/${busy.messageId}`)
  for (const kind of ['Purchase order acknowledgment', 'Ship notice', 'Invoice']) expect(page).toContain(kind)
  const list = await textOf('/retailer/messages')
  expect(list).toContain(`Purchase order ${busy.number}`)
  const bytes = await operations.get(`/retailer/messages/${busy.messageId}/bytes`)
  expect(bytes.headers.get('content-type')).toBe('application/octet-stream')
  expect(bytes.headers.get('content-disposition')).toBe('attachment; filename="secret-850.edi"')
  expect(await bytes.text()).toContain('~GS*PO*HARBOR')
})

it('counts and totals orders in the list', async () => {
  const row = /<tr class="linked" data-order="W-SECRET-1"[\s\S]*?<\/tr>/.exec(await textOf('/retailer/orders'))![0]
  expect(row).toContain('500.00')
  expect(row).toMatch(/data-label="Purchase orders">1</)
})

it('resolves an exception with a note, once', async () => {
  const path = `/retailer/exceptions/${busy.exceptionId}`
  expect((await operations.post(`${path}/resolution`)).status).toBe(422)
  expect((await operations.post(`${path}/resolution`, { note: 'Their server is back.' })).status).toBe(303)
  const page = await textOf(path)
  expect(page).toContain('Their server is back.')
  expect(page).toContain('user:operations@here.example')
})

it('shows bytes so that people can read them', async () => {
  const isa =
    'ISA*00*          *00*          *ZZ*A              *ZZ*B              *261122*1200*U*00401*000000001*0*P*>~'
  const bytes = new TextEncoder().encode(`${isa}\r\nGS*PO~ST*850*0001~`)
  expect(readableText(bytes).split('\n')).toEqual([isa, 'GS*PO~', 'ST*850*0001~', ''])
  expect(readableText(Uint8Array.of(0x41, 0xe9, 0x00, 0x7f))).toBe('Aé␀␡')
  expect(readableText(Uint8Array.of(0xff, 0xfe, 0x41, 0, 0xe9, 0))).toBe('Aé')
  const chunks = (async function* () {
    yield Uint8Array.of(1, 2, 3)
    yield Uint8Array.of(4, 5, 6)
  })()
  expect(await firstBytes(chunks, 4)).toEqual({ bytes: Uint8Array.of(1, 2, 3, 4), cut: true })
})

it('tells what bytes are, so that only text is shown as text', async () => {
  const kindOf = (text: string) => kindOfBytes(Buffer.from(text, 'latin1'))
  expect(kindOf('\n\n%PDF-1.7\n%\xe2\xe3\xcf\xd3')).toBe('pdf')
  expect(kindOf('PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml')).toBe('workbook')
  expect(kindOf('PK\x03\x04\x14\0\0\0\x08\0stock.csv')).toBe('archive')
  expect(kindOf('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')).toBe('other')
  expect(kindOf('\xff\xfea\0b\0')).toBe('text')
  expect(kindOf(`ISA*00*${' '.repeat(99)}\x1d\x1eGS*PO`)).toBe('text')
  expect(kindOf('')).toBe('text')
})
