import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { type Busy, openBusyWorld } from '../testing/busy-world.ts'
import type { Client } from '../testing/client.ts'
import { firstBytes, readableText } from './bytes-preview.ts'

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
  const chunks = (async function* () {
    yield Uint8Array.of(1, 2, 3)
    yield Uint8Array.of(4, 5, 6)
  })()
  expect(await firstBytes(chunks, 4)).toEqual({ bytes: Uint8Array.of(1, 2, 3, 4), cut: true })
})
