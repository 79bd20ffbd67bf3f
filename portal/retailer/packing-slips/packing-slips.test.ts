import { deflateSync } from 'node:zlib'
import { extractImages, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { auditLog } from '../../../db/schema/index.ts'
import { loadBrands } from '../../../engine/packing/brand.ts'
import { checkLogo } from '../../../engine/packing/logo.ts'
import { origin } from '../../testing/client.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'

const open = freshDatabases()
const path = '/retailer/packing-slips'

/** A PNG of one colour, made chunk by chunk (ISO/IEC 15948). */
function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const row = Buffer.alloc(1 + width * 3, 0x7f)
  row[0] = 0
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  )
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

async function imagesIn(pdf: ArrayBuffer): Promise<number> {
  return (await extractImages(await getDocumentProxy(new Uint8Array(pdf)), 1)).length
}

it('are looked at before they are saved, carry a logo, and differ by sales channel', async () => {
  const world = await openWorld(await open())
  const { retailerId } = world.here
  await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '1' }])
  const operations = await world.as('operations@here.example')
  const look = { name: 'Hearth & Co', ink: '#aa0000', accent: '#1a7f5a', returns: 'Within 30 days.' }
  const looked = await (await operations.post(path, { ...look, action: 'look' })).text()
  expect(looked).toMatch(/fill="#aa0000"[\s\S]*Hearth &amp; Co[\s\S]*fill="#1a7f5a"[\s\S]*Within 30 days/)
  expect(looked).toContain('Not saved yet')
  expect((await loadBrands(world.hub.orm, retailerId))('web').name).toBe('Harbor & Pine')
  const wrong = await operations.post(path, { ...look, ink: 'red', action: 'save' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('such as #1a7f5a')])
  await operations.post(path, { ...look, action: 'save' })

  const form = new FormData()
  for (const [name, value] of Object.entries({ channel: 'web', returns: 'By courier.', action: 'save' }))
    form.set(name, value)
  form.set('logo', new File([png(120, 40)], 'logo.png', { type: 'image/png' }))
  expect((await operations.send(path, { method: 'POST', body: form, headers: { origin } })).status).toBe(303)
  const brandOf = await loadBrands(world.hub.orm, retailerId)
  expect(brandOf('web')).toMatchObject({ ...look, returns: 'By courier.', sender: 'hidden' })
  expect(brandOf('web').logo?.contentType).toBe('image/png')
  expect(brandOf('amazon')).toMatchObject({ returns: 'Within 30 days.' })
  expect(brandOf('amazon').logo).toBeUndefined()
  const page = await (await operations.get(`${path}?channel=web`)).text()
  expect(page).toMatch(/data:image\/png;base64[\s\S]*By courier/)
  const example = async (channel: string) =>
    await imagesIn(await (await operations.get(`${path}/example?channel=${channel}`)).arrayBuffer())
  expect([await example('web'), await example('amazon')]).toEqual([1, 0])

  await operations.post(path, { channel: 'web', removeLogo: 'on', action: 'save' })
  expect((await loadBrands(world.hub.orm, retailerId))('web')).toEqual(brandOf('amazon'))
  const actions = (await world.hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(row => row.action)
  expect(actions.filter(action => action === 'packing-slip.changed')).toHaveLength(3)
  const readOnly = await world.as('read-only@here.example')
  expect((await readOnly.post(path, { ...look, action: 'save' })).status).toBe(403)
  const elsewhere = await (await (await world.as('admin@there.example')).get(path)).text()
  expect(elsewhere).not.toContain('Hearth')
})

it.each([
  ['something else', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), /PNG or JPEG/],
  ['too many pixels', png(2001, 2), /2000 × 2000/],
  ['a picture that is cut off', png(400, 400).slice(0, 60), /damaged/],
  ['too many bytes', new Uint8Array(262_145), /256 kB/],
])('a logo that cannot be printed is refused: %s', async (_, bytes, says) => {
  await expect(checkLogo(bytes)).rejects.toMatchObject({ fields: { logo: says } })
})
