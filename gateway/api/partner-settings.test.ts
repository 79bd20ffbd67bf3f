import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { ApiClient } from './testing/client.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

async function shop() {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const at = `/partners/${suppliers.Northwind!.partnershipId}`
  const send = (method: string, path: string, body: unknown, ifMatch?: string | null) =>
    client.ask(method, path, { key, body, headers: ifMatch ? { 'If-Match': ifMatch } : {} })
  const see = (path: string) => client.ask('GET', path, { key })
  return { hub, client, key, at, send, see }
}

it('changes what is agreed only for whoever has seen it', async () => {
  const { at, send, see } = await shop()
  const first = await see(`${at}/settings`)
  const tag = first.headers.get('etag')
  expect(first.body).toMatchObject({ name: 'Northwind', terms: { netDays: 30 }, calendar: { cutOff: '17:00' } })
  const body = { vendorNumber: 'V-9', calendar: { workingDays: [1, 2], cutOff: '12:00' }, terms: { netDays: 60 } }
  expect(await send('PATCH', `${at}/settings`, body)).toMatchObject({
    status: 428,
    body: { title: 'Precondition required', detail: expect.stringContaining('If-Match') },
  })
  const changed = await send('PATCH', `${at}/settings`, body, tag)
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'Northwind', vendorNumber: 'V-9', calendar: { workingDays: [1, 2] }, terms: { netDays: 60 } },
  })
  expect(changed.headers.get('etag')).not.toBe(tag)
  expect((await see(`${at}/settings`)).headers.get('etag')).toBe(changed.headers.get('etag'))
  expect(await send('PATCH', `${at}/settings`, { vendorNumber: null }, tag)).toMatchObject({
    status: 412,
    body: { detail: expect.stringContaining('look at it again') },
  })
  const without = await send('PATCH', `${at}/settings`, { vendorNumber: null }, changed.headers.get('etag'))
  expect(without).toMatchObject({ status: 200, body: { vendorNumber: null, terms: { netDays: 60 } } })
})

it('names the field that is wrong, and changes nothing then', async () => {
  const { at, send, see } = await shop()
  const wrong = {
    currency: 'dollars',
    calendar: { timeZone: 'Mars/Olympus' },
    terms: { netDays: 30, discountPercent: '2' },
    priorty: 3,
  }
  const refused = await send('PATCH', `${at}/settings`, wrong, '*')
  expect(refused).toMatchObject({
    status: 422,
    body: {
      fields: {
        currency: expect.any(String),
        'calendar.timeZone': 'Choose a time zone such as America/New_York.',
        'terms.discountDays': expect.any(String),
      },
    },
  })
  const taken = await send('PATCH', `${at}/settings`, { name: 'Own warehouse', terms: { netDays: 1 } }, '*')
  expect(taken).toMatchObject({ status: 409, body: { fields: { name: expect.any(String) } } })
  expect((await see(`${at}/settings`)).body).toMatchObject({ name: 'Northwind', terms: { netDays: 30 } })
})

it('changes the terms for all partners only for whoever has seen them, and takes no half discount', async () => {
  const { send, see } = await shop()
  const seen = await see('/default-terms')
  const body = { terms: { netDays: 45, discountDays: 10, discountPercent: '2' } }
  expect((await send('PATCH', '/default-terms', body)).status).toBe(428)
  expect(await send('PATCH', '/default-terms', { terms: { netDays: 45, discountDays: 10 } }, '*')).toMatchObject({
    status: 422,
    body: { fields: { 'terms.discountDays': expect.stringContaining('needs both') } },
  })
  const changed = await send('PATCH', '/default-terms', body, seen.headers.get('etag'))
  expect(changed).toMatchObject({ status: 200, body })
  expect((await send('PATCH', '/default-terms', { terms: { netDays: 1 } }, seen.headers.get('etag'))).status).toBe(412)
  expect((await see('/default-terms')).headers.get('etag')).toBe(changed.headers.get('etag'))
})

it('says of a partner’s server that its host key is still to be confirmed', async () => {
  const { at, send, see } = await shop()
  const transport = { mode: 'client', host: 'sftp.partner.example', username: 'shop' }
  const channel = { transport: 'sftp', format: 'csv', settings: { transport }, secrets: { password: 'open sesame' } }
  expect((await send('PUT', `${at}/channel`, channel, '*')).status).toBe(200)
  expect(JSON.stringify((await see(`${at}/onboarding`)).body)).toContain('host key, which you confirm')
})

it('sets a channel, keeps its secrets to itself, and holds it against its transport', async () => {
  const { at, send, see } = await shop()
  const transport = { mode: 'client', host: 'sftp.partner.example', username: 'shop' }
  const client = { transport: 'sftp', format: 'csv', settings: { transport } }
  const tag = (await see(`${at}/channel`)).headers.get('etag')
  expect(await send('PUT', `${at}/channel`, client, tag)).toMatchObject({
    status: 422,
    body: { fields: { 'secrets.privateKey': 'expected a private key or a password' } },
  })
  const exposed = { ...client, settings: { transport: { ...transport, password: 'x' } } }
  expect(await send('PUT', `${at}/channel`, exposed, tag)).toMatchObject({
    status: 422,
    body: { fields: { 'settings.transport.password': 'Send it in secrets.password.' } },
  })
  const given = { ...client, secrets: { password: 'open sesame' } }
  const set = await send('PUT', `${at}/channel`, given, tag)
  expect(set).toMatchObject({ status: 200, body: { channel: { transport: 'sftp', storedSecrets: ['password'] } } })
  expect(JSON.stringify((await see(`${at}/channel`)).body)).not.toContain('sesame')
  const kept = await send('PUT', `${at}/channel`, client, set.headers.get('etag'))
  expect(kept).toMatchObject({ status: 200, body: { channel: { storedSecrets: ['password'] } } })
  const sealed = await send('PUT', `${at}/channel`, { ...given, secrets: { password: 'another' } }, '*')
  expect(sealed.headers.get('etag')).not.toBe(kept.headers.get('etag'))
  expect(await send('PUT', `${at}/channel`, { ...client, format: 'x12' }, '*')).toMatchObject({
    status: 422,
    body: { fields: { 'settings.x12': expect.any(String) } },
  })
})

it('refuses a setting that AS2 does not know, by its name', async () => {
  const { at, send } = await shop()
  const transport = { ourId: 'ACME', partnerId: 'NORTHWIND', requireEncrypton: true }
  const channel = { transport: 'as2', format: 'csv', settings: { transport } }
  expect(await send('PUT', `${at}/channel`, channel, '*')).toMatchObject({
    status: 422,
    body: { fields: { 'settings.transport.requireEncrypton': 'There is no such setting.' } },
  })
})

it('tells at its field that a name is somebody else’s', async () => {
  const { at, send } = await shop()
  const host = { transport: 'sftp', format: 'csv', settings: { transport: { mode: 'host' } }, userName: 'lakeside' }
  const body = { ...host, secrets: { password: 'a long enough password' } }
  const made = await send('POST', '/partners', { name: 'Lakeside', currency: 'USD', terms: { netDays: 30 } })
  const other = made.headers.get('location')!.slice('/api/v1'.length).replace('/settings', '')
  expect((await send('PUT', `${other}/channel`, { ...body, secrets: { password: 'short' } }, '*')).body).toMatchObject({
    fields: { 'secrets.password': 'Expected at least 12 characters.' },
  })
  const set = await send('PUT', `${other}/channel`, body, '*')
  expect(set).toMatchObject({ status: 200, body: { channel: { userName: 'lakeside' } } })
  const back = await send('PUT', `${other}/channel`, (set.body as { channel: object }).channel, set.headers.get('etag'))
  expect(back).toMatchObject({ status: 200, body: set.body })
  expect(await send('PUT', `${at}/channel`, body, '*')).toMatchObject({
    status: 409,
    body: { fields: { userName: expect.any(String) } },
  })
})

it('takes a partner from its first test order to the pause', async () => {
  const { send, see } = await shop()
  const made = await send('POST', '/partners', { name: 'Lakeside', currency: 'USD', terms: { netDays: 30 } })
  const at = made.headers.get('location')!.slice('/api/v1'.length).replace('/settings', '')
  expect(await send('POST', `${at}/test-orders`, undefined)).toMatchObject({ status: 409 })
  await send('PUT', `${at}/channel`, { transport: 'portal', format: 'form', settings: {} }, '*')
  expect(await send('POST', `${at}/moves`, { move: 'go-live' })).toMatchObject({ status: 409 })
  const { body } = await see(`${at}/onboarding`)
  expect(body).toMatchObject({ status: 'testing' })
  expect(await send('POST', `${at}/moves`, { move: 'end' })).toMatchObject({
    status: 422,
    body: { fields: { reason: 'Say why.' } },
  })
  expect(await send('POST', `${at}/moves`, { move: 'end', reason: 'They closed.' })).toMatchObject({
    status: 200,
    body: { status: 'ended' },
  })
})

it('keeps contacts, notes and certificates, and refuses a certificate that is none', async () => {
  const { at, send, see } = await shop()
  const added = await send('POST', `${at}/contacts`, { name: 'Ann', email: 'ann@lakeside.example' })
  const { id } = (added.body.contacts as { id: string }[])[0]!
  await send('POST', `${at}/notes`, { note: 'Call before noon.' })
  expect((await see(`${at}/contacts`)).body).toMatchObject({
    contacts: [{ name: 'Ann' }],
    notes: [{ text: 'Call before noon.', by: 'api-key:Test' }],
  })
  expect((await send('DELETE', `${at}/contacts/${id}`, undefined)).status).toBe(204)
  expect((await send('DELETE', `${at}/contacts/${id}`, undefined)).status).toBe(404)
  const partnershipId = at.split('/').at(-1)
  const certificate = { owner: 'partner', partnershipId, uses: ['sign'], file: 'ssh-ed25519 AAAA' }
  expect(await send('POST', '/certificates', certificate)).toMatchObject({
    status: 422,
    body: { fields: { file: expect.any(String) } },
  })
})
