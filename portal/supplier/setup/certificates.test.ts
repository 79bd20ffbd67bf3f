import { and, eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { certificates, channels, notifications } from '../../../db/schema/index.ts'
import { readCertificateFile } from '../../../partners/certificates/read-file.ts'
import { OpenSsl } from '../../../partners/certificates/testing/openssl.ts'
import type { Client } from '../../testing/client.ts'
import { openWorld, type World } from '../../testing/world.ts'

const open = freshDatabases()
const openssl = new OpenSsl()
afterAll(() => openssl.remove())

let world: World
let owner: Client
let path: string
let mine: { retailerId: string; partnershipId: string }
beforeEach(async () => {
  world = await openWorld(await open())
  owner = await world.as('potter-owner@here.example')
  path = `/supplier/${world.slug}/setup`
  mine = { retailerId: world.here.retailerId, partnershipId: world.here.suppliers['Little Potter']!.partnershipId }
  await useTransport('as2')
})

async function useTransport(transport: 'as2' | 'portal'): Promise<void> {
  const ours = and(eq(channels.retailerId, mine.retailerId), eq(channels.partnershipId, mine.partnershipId))
  await world.hub.orm.update(channels).set({ transport }).where(ours)
}

const rows = () => world.hub.orm.select().from(certificates)
const pageOf = async (response: Response) => (await response.text()).replaceAll('&#39;', "'")

/** Chooses a file in the form. */
function look(file: Uint8Array, fields: Record<string, string> = {}): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ uses: 'sign encrypt', ...fields })) body.set(name, value)
  body.set('file', new File([new Uint8Array(file)], 'new.cer'))
  return owner.send(`${path}/certificates`, { method: 'POST', body, headers: { origin: 'http://localhost:3000' } })
}

/** What the button hands over on the page that shows what was looked at. */
function handedOver(page: string): Record<string, string> {
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
  const [uses, text] = [value('uses'), value('text')]
  if (!uses || !text) throw new Error('There is nothing to hand over.')
  return { uses, text, looked: 'yes' }
}

describe('a supplier’s new certificate', () => {
  it.each(['pem', 'der', 'p7b'] as const)(
    'as %s is shown with its fingerprint, kept only then, and told of',
    async form => {
      openssl.certificate('potter')
      const pem = openssl.read('potter.crt')
      const files = {
        pem: () => pem,
        der: () => openssl.run('x509', '-in', 'potter.crt', '-outform', 'DER'),
        p7b: () => openssl.run('crl2pkcs7', '-nocrl', '-certfile', 'potter.crt', '-outform', 'DER'),
      }
      const read = readCertificateFile(pem)
      if (!read.ok) throw new Error(read.issue.message)
      const { fingerprint } = read.file.certificates[0]!
      const looked = await look(files[form]())
      expect(looked.status).toBe(200)
      const page = await pageOf(looked)
      expect(page).toContain(`data-fingerprint="${fingerprint}"`)
      expect(await rows()).toEqual([])
      const kept = await owner.post(`${path}/certificates`, handedOver(page))
      expect([kept.status, kept.headers.get('location')]).toEqual([303, `/supplier/${world.slug}/connection`])
      const expected = {
        ...mine,
        owner: 'partner',
        uses: ['sign', 'encrypt'],
        privateKey: null,
        status: 'active',
        fingerprint,
      }
      expect(await rows()).toMatchObject([expected])
      expect(await pageOf(await owner.get(`/supplier/${world.slug}/connection`))).toContain(
        '<dt>Name</dt><dd>potter</dd>',
      )
      const [told] = await world.hub.orm.select().from(notifications)
      expect(told).toMatchObject({ audience: 'retailer', partnershipId: mine.partnershipId })
      expect(told!.body).toContain('potter-owner@here.example')
      expect(told!.rows[0]!['fingerprint (SHA-256)']!.replaceAll(':', '').toLowerCase()).toBe(fingerprint)
    },
  )

  it('is encrypted for from the day that the supplier names', async () => {
    openssl.certificate('later')
    const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
    const page = await pageOf(await look(openssl.read('later.crt')))
    await owner.post(`${path}/certificates`, { ...handedOver(page), useFrom: day })
    expect((await rows())[0]!.useFrom.toISOString()).toBe(`${day}T00:00:00.000Z`)
  })

  it('is refused with the reason: private key, other things, twice, no certificate at all', async () => {
    openssl.certificate('with-key')
    const both = Buffer.concat([openssl.read('with-key.crt'), openssl.read('with-key.key')])
    const withKey = await look(both)
    expect([withKey.status, await pageOf(withKey)]).toEqual([422, expect.stringContaining('private key')])
    const nonsense = await look(Buffer.from('nonsense'))
    expect(nonsense.status).toBe(422)
    const empty = await owner.post(`${path}/certificates`, { uses: 'sign' })
    expect([empty.status, await pageOf(empty)]).toEqual([422, expect.stringContaining('Choose a file')])
    expect(await rows()).toEqual([])
    const page = await pageOf(await look(openssl.read('with-key.crt')))
    await owner.post(`${path}/certificates`, handedOver(page))
    const again = await owner.post(`${path}/certificates`, handedOver(page))
    expect([again.status, await pageOf(again)]).toEqual([422, expect.stringContaining('here already')])
    expect(await rows()).toHaveLength(1)
  })

  it('is not asked for where messages travel otherwise, nor of people who do not manage the place', async () => {
    const warehouse = await world.as('potter-warehouse@here.example')
    expect(await pageOf(await warehouse.get(path))).not.toContain('data-form="certificate"')
    expect(await pageOf(await owner.get(path))).toContain('data-form="certificate"')
    await useTransport('portal')
    expect(await pageOf(await owner.get(path))).not.toContain('data-form="certificate"')
    openssl.certificate('potter-2')
    expect((await look(openssl.read('potter-2.crt'))).status).toBe(409)
    expect(await rows()).toEqual([])
  })
})
