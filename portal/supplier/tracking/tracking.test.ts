import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { shipmentPackages, shipments } from '../../../db/schema/index.ts'
import { origin } from '../../testing/client.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'
import { readRows } from './read-rows.ts'

const open = freshDatabases()
const ups = '1Z999AA10123456784'

it('reads rows with and without headings, by tab, semicolon or comma', () => {
  const row = { order: 'PO-1', tracking: ups, carrier: '', shippedOn: '', item: '', quantity: '' }
  expect(readRows(`PO-1\t${ups}\n\n`)).toEqual([row])
  expect(readRows(`\uFEFFTracking Number;PO #;Qty;SKU\r\n${ups};PO-1;2;"A;B"\r\n`)).toEqual([
    { ...row, quantity: '2', item: 'A;B' },
  ])
  expect(readRows(`PO-1,${ups},UPS,2026-11-22,MUG,3`)).toEqual([
    { ...row, carrier: 'UPS', shippedOn: '2026-11-22', item: 'MUG', quantity: '3' },
  ])
  expect(readRows('')).toEqual([])
})

async function threeOrders() {
  const world = await openWorld(await open())
  const numbers: string[] = []
  for (const [index, quantity] of ['3', '2', '1'].entries()) {
    const lines = [
      { sku: 'MUG-01', quantity },
      { sku: 'BOWL-02', quantity: '1' },
    ]
    numbers.push(...(await placeOrder(world, world.here, `W-${index}`, lines)).numbers)
  }
  const path = `/supplier/${world.slug}/tracking`
  return {
    world,
    numbers: numbers as [string, string, string],
    path,
    client: await world.as('potter-warehouse@here.example'),
  }
}

it('previews pasted rows, lets the wrong ones be mended in place, and ships the right ones', async () => {
  const { world, numbers, path, client } = await threeOrders()
  const [one, two] = numbers
  const paste = [
    `${one},${ups}`,
    `${two},${ups.slice(0, -1)}3,UPS,,MUG-01,5`,
    'PO-NONE,123',
    `${two},794644790138,UPS,,BOWL-02,1`,
  ].join('\n')
  const preview = await client.post(path, { action: 'check', paste })
  const shown = await preview.text()
  expect(preview.status).toBe(422)
  for (const said of [
    'Ready, UPS',
    'Only so many are left to ship: 2',
    'You have no such purchase order.',
    'Ship 1 order',
  ])
    expect(shown).toContain(said)
  expect(await world.hub.orm.select().from(shipments)).toEqual([])

  const rows = (list: string[][]) =>
    Object.fromEntries(
      list.flatMap((cells, place) =>
        ['order', 'tracking', 'carrier', 'shippedOn', 'item', 'quantity'].map((field, column) => [
          `rows[${place}][${field}]`,
          cells[column] ?? '',
        ]),
      ),
    )
  const mended = [
    [one, ups],
    [two, ups, 'UPS', '', 'MUG-01', '2'],
    ['PO-NONE', '123'],
    [two, '1Z999AA10123456793', 'UPS', '', 'BOWL-02', '1'],
  ]
  const sent = await client.post(path, { action: 'ship', ...rows(mended) })
  const rest = await sent.text()
  expect([sent.status, rest.includes('PO-NONE'), rest.includes(`value="${one}"`)]).toEqual([422, true, false])
  expect(rest).toContain('2 orders are on the way.')
  const made = await world.hub.orm.select().from(shipments)
  expect(made.map(row => [row.number, row.scac]).toSorted()).toEqual([
    [`${one}-${ups}`, 'UPSN'],
    [`${two}-${ups}`, 'UPSN'],
  ])
  expect(await world.hub.orm.select().from(shipmentPackages)).toHaveLength(3)
  expect(await (await client.post(path, { action: 'check', paste: `${one},${ups}` })).text()).toContain(
    'Nothing of it is left to ship.',
  )
  expect(world.logged).toEqual([])
})

it('asks whose a number is that no carrier is known by, and says at once why an order was refused', async () => {
  const { numbers, path, client } = await threeOrders()
  const [, two] = numbers
  const check = async (row: string) => await (await client.post(path, { action: 'check', paste: row })).text()
  expect(await check(`${two},HOUSE-77,,,MUG-01,1`)).toContain('No carrier is known by this number: name one')
  expect(await check(`${two},HOUSE-77,Van and Sons,,MUG-01,1`)).not.toContain('No carrier is known')
  const sent = async (item: string) => {
    const row = { order: two!, tracking: 'HOUSE-77', carrier: 'Van and Sons', item, quantity: '1' }
    const fields = Object.entries(row).map(([field, value]) => [`rows[0][${field}]`, value])
    return await client.post(path, { action: 'ship', ...Object.fromEntries(fields) })
  }
  expect(await (await client.follow(await sent('MUG-01'))).text()).toContain('1 order is on the way.')
  // The same number again names the same shipment, which held something else.
  const refused = await sent('BOWL-02')
  const text = await refused.text()
  expect([refused.status, text.includes('on the way')]).toEqual([200, false])
  expect(text).toContain('1 could not be')
  expect(text).toContain(`${two}-HOUSE-77`)
})

it('ships nothing of another supplier’s, and asks for something to ship', async () => {
  const { world, numbers, path, client } = await threeOrders()
  const other = await world.as('cascade-owner@here.example')
  const tried = await other.post(path, { action: 'ship', paste: `${numbers[0]},${ups}` })
  expect([tried.status, await tried.text()]).toEqual([422, expect.stringContaining('no such purchase order')])
  expect((await client.post(path, { action: 'check', paste: ' ' })).status).toBe(422)
  expect((await (await world.as('potter-billing@here.example')).get(path)).status).toBe(403)
  const mixed = await client.post(path, {
    action: 'ship',
    paste: `${numbers[2]},${ups}\n${numbers[2]},${ups},,,MUG-01,1`,
  })
  expect(await mixed.text()).toContain('One row of this order ships everything')
  expect(await world.hub.orm.select().from(shipments)).toEqual([])
})

it('reads files as spreadsheets save them, and says of the others what to do', async () => {
  const { world, numbers, path, client } = await threeOrders()
  const upload = async (bytes: Uint8Array<ArrayBuffer>) => {
    const body = new FormData()
    body.set('file', new File([bytes], 'tracking.csv'))
    const response = await client.send(path, { method: 'POST', body, headers: { origin } })
    return { status: response.status, text: await response.text() }
  }
  const rows = `Purchase order\tTracking number\n${numbers[0]}\t${ups}\n`
  const unicode = await upload(new Uint8Array(Buffer.from(`\uFEFF${rows}`, 'utf16le')))
  expect(unicode).toMatchObject({ status: 200, text: expect.stringContaining('Ready, UPS') })
  const book = zipSync({ '[Content_Types].xml': new Uint8Array(), 'xl/workbook.xml': new Uint8Array() })
  expect(await upload(new Uint8Array(book))).toMatchObject({
    status: 422,
    text: expect.stringContaining('Save it as CSV'),
  })
  const garbage = await upload(new Uint8Array([80, 74, 3, 4, 0, 0, 255, 0, 10, 0, 44, 1]))
  expect(garbage.status).toBe(422)
  const large = await upload(new Uint8Array(Buffer.from(rows.repeat(9000))))
  expect(large).toMatchObject({ status: 422, text: expect.stringContaining('At most 500 rows') })
  const doubtful = await client.post(path, {
    paste: `${numbers[0]},9.4001E+21\n${numbers[1]},1Z999AA10123456785\n${numbers[2]}\0,${ups}`,
  })
  const said = await doubtful.text()
  for (const words of ['A spreadsheet has rounded', '1Z999AA10123456785 does not look like a number of UPS'])
    expect(said).toContain(words)
  expect(world.logged).toEqual([])
})
