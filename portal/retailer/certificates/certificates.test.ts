import { asc } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { auditLog, certificates } from '../../../db/schema/index.ts'
import { OpenSsl } from '../../../partners/certificates/testing/openssl.ts'
import type { Client } from '../../testing/client.ts'
import { openWorld, type World } from '../../testing/world.ts'

const open = freshDatabases()
const openssl = new OpenSsl()
afterAll(() => openssl.remove())
const path = '/retailer/certificates'
const textOf = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replaceAll('&#39;', "'")

let world: World
let admin: Client
let partnershipId: string
beforeEach(async () => {
  world = await openWorld(await open())
  admin = await world.as('admin@here.example')
  partnershipId = world.here.suppliers['Cascade Home']!.partnershipId
})

/** Chooses a file in the import form. */
function look(fields: Record<string, string>, file?: Uint8Array): Promise<Response> {
  const body = new FormData()
  const given = { whose: `partner:${partnershipId}`, uses: 'sign encrypt', ...fields }
  for (const [name, value] of Object.entries(given)) body.set(name, value)
  if (file) body.set('file', new File([new Uint8Array(file)], 'their.cer'))
  return admin.send(`${path}/preview`, { method: 'POST', body, headers: { origin: 'http://localhost:3000' } })
}

/** Presses the button on the page that shows what was looked at. */
async function keep(preview: Response, fields: Record<string, string> = {}): Promise<Response> {
  const token = /name="preview" value="([^"]+)"/.exec(await preview.text())?.[1]
  if (!token) throw new Error('There is nothing to keep.')
  return await admin.post(`${path}/import`, { preview: token, ...fields })
}

const rows = () => world.hub.orm.select().from(certificates).orderBy(asc(certificates.id))
/** What the audit log has of certificates. */
const actions = async () =>
  (await world.hub.orm.select().from(auditLog).orderBy(auditLog.id))
    .filter(({ action }) => action.startsWith('certificate'))
    .map(row => `${row.actor} ${row.action}`)

const create = (fields: Record<string, string> = {}) =>
  admin.post(path, {
    kind: 'self-signed',
    key: 'rsa-2048',
    uses: 'sign encrypt',
    commonName: 'Harbor',
    years: '2',
    ...fields,
  })

describe('creating a certificate', () => {
  it('makes a key and a certificate that openssl reads, in every form, and seals the key', async () => {
    const made = await create({ organization: 'Harbor & Pine', country: 'us' })
    expect(made.status).toBe(303)
    const at = made.headers.get('location')!
    const page = await textOf(admin.get(at))
    expect(page).toContain('CN=Harbor')
    const file = async (form: string) =>
      new Uint8Array(await (await admin.get(`${at}/file?form=${form}`)).arrayBuffer())
    for (const [form, args] of [
      ['cer', ['x509', '-inform', 'DER']],
      ['pem', ['x509']],
      ['p7b', ['pkcs7', '-inform', 'DER', '-print_certs']],
    ] as const) {
      openssl.write(form, await file(form))
      const said = openssl
        .run(...args, '-in', form, ...(form === 'p7b' ? ['-noout'] : ['-noout', '-subject']))
        .toString()
      expect(said).toContain('C = US, O = Harbor & Pine, CN = Harbor')
    }
    const [row] = await rows()
    expect(row).toMatchObject({ owner: 'own', partnershipId: null, privateKey: expect.stringMatching(/^v1:/) })
    expect(row!.validTo.getUTCFullYear() - row!.validFrom.getUTCFullYear()).toBe(2)
    expect(await actions()).toEqual(['user:admin@here.example certificate.added'])
  })

  it('says beside the field what is wrong', async () => {
    const refused = await create({ key: 'p-256', commonName: ' ', country: 'USA' })
    expect(refused.status).toBe(422)
    const page = await textOf(refused)
    expect(page).toContain('Enter a name.')
    expect(page).toContain('Two letters, such as US.')
    expect(await textOf(create({ key: 'p-256' }))).toContain('An elliptic key only signs.')
    expect(await rows()).toEqual([])
  })

  it('makes a request, whose answer finds its key', async () => {
    const made = await create({ kind: 'request' })
    const at = made.headers.get('location')!
    openssl.write('request.csr', await textOf(admin.get(`${at}/file`)))
    openssl.certificate('authority')
    const signed = ['-CA', 'authority.crt', '-CAkey', 'authority.key', '-set_serial', '9', '-days', '400']
    openssl.run('x509', '-req', '-in', 'request.csr', ...signed, '-out', 'answer.crt')
    openssl.certificate('other')
    expect(await textOf(look({ whose: 'own' }, openssl.read('other.crt')))).toContain('No private key of ours')
    const kept = await keep(await look({ whose: 'own' }, openssl.read('answer.crt')))
    expect(kept.status).toBe(303)
    expect(await rows()).toMatchObject([{ owner: 'own', subject: 'CN=Harbor', issuer: 'CN=authority' }])
    expect((await admin.get(at)).status).toBe(404)
    expect(await actions()).toEqual([
      'user:admin@here.example certificate-request.made',
      'user:admin@here.example certificate.added',
    ])
  })
})

describe('importing a certificate', () => {
  it('shows it first, and keeps it only then', async () => {
    openssl.certificate('cascade')
    const preview = await look({}, openssl.read('cascade.crt'))
    expect(await rows()).toEqual([])
    const kept = await keep(preview, { useFrom: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10) })
    const page = await textOf(admin.get(kept.headers.get('location')!))
    expect(page).toContain('Of Cascade Home')
    expect(page).toContain('Ready')
    expect(await rows()).toMatchObject([{ owner: 'partner', partnershipId, subject: 'CN=cascade', privateKey: null }])
  })

  it('takes it pasted, and ours from a PKCS#12 file with its password', async () => {
    openssl.certificate('pasted')
    expect((await keep(await look({ text: openssl.read('pasted.crt').toString() }))).status).toBe(303)
    openssl.certificate('old-station')
    const p12 = openssl.run(
      ...['pkcs12', '-export', '-in', 'old-station.crt', '-inkey', 'old-station.key', '-passout', 'pass:geheim'],
    )
    expect(await textOf(look({ whose: 'own' }, p12))).toContain('protected by a password')
    expect(await textOf(look({ whose: 'own', password: 'falsch' }, p12))).toContain('does not open this file')
    expect(await textOf(look({ password: 'geheim' }, p12))).toContain('which nobody but the partner should have')
    expect((await keep(await look({ whose: 'own', password: 'geheim' }, p12))).status).toBe(303)
    expect((await rows()).map(row => [row.subject, row.owner])).toEqual([
      ['CN=pasted', 'partner'],
      ['CN=old-station', 'own'],
    ])
  })

  it('says what the file is instead, and does not offer to keep what is not fit', async () => {
    openssl.certificate('weak', { key: ['rsa:1024'] })
    const weak = await textOf(look({}, openssl.read('weak.crt')))
    expect(weak).toContain('Its RSA key has 1024 bits')
    expect(weak).not.toContain('name="preview"')
    expect(await textOf(look({}, openssl.read('weak.key')))).toContain('Never pass a private key on')
    expect(await textOf(look({}))).toContain('Choose a file')
    expect(
      await textOf(look({ whose: `partner:${world.there.suppliers['Cascade Home']!.partnershipId}`, text: 'x' })),
    ).toContain('Choose whose it is.')
  })

  it('keeps nothing that another person looked at, or that was changed on the way', async () => {
    openssl.certificate('theirs')
    const preview = await look({}, openssl.read('theirs.crt'))
    const token = /name="preview" value="([^"]+)"/.exec(await preview.text())![1]!
    const other = await world.as('operations@here.example')
    expect((await other.post(`${path}/import`, { preview: token })).status).toBe(422)
    const changed = `${token.slice(0, 60)}${token[60] === 'A' ? 'B' : 'A'}${token.slice(61)}`
    expect((await admin.post(`${path}/import`, { preview: changed })).status).toBe(422)
    expect(await rows()).toEqual([])
  })
})

describe('a certificate in use', () => {
  it('is rolled over, retired and revoked, each with a word in the audit log', async () => {
    const at = (await create()).headers.get('location')!
    expect((await admin.post(`${at}/use-from`, { useFrom: '1999-01-01' })).status).toBe(422)
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    expect((await admin.post(`${at}/use-from`, { useFrom: soon })).status).toBe(303)
    expect((await rows())[0]!.useFrom.toISOString()).toBe(`${soon}T00:00:00.000Z`)
    expect((await admin.post(`${at}/retirement`)).status).toBe(303)
    expect((await admin.post(`${at}/retirement`)).status).toBe(409)
    expect(await textOf(admin.post(`${at}/revocation`, { reason: '' }))).toContain('Say why')
    await admin.post(`${at}/revocation`, { reason: 'key was on a stolen laptop' })
    const page = await textOf(admin.get(at))
    expect(page).toContain('key was on a stolen laptop')
    expect(page).not.toContain('/revocation"')
    expect((await actions()).map(action => action.split(' ')[1])).toEqual([
      'certificate.added',
      'certificate.scheduled',
      'certificate.retired',
      'certificate.revoked',
    ])
  })

  it('is handed over with what the partner’s station needs', async () => {
    await create()
    const page = await textOf(admin.get(`${path}/hand-over/${partnershipId}`))
    expect(page).toContain('http://localhost:3001/as2')
    const [row] = await rows()
    const sheet = await textOf(admin.get(`${path}/hand-over/${partnershipId}/sheet`))
    expect(sheet).toContain('Encryption:  aes256-cbc')
    openssl.write('ours.pem', row!.pem)
    const fingerprint = openssl.run('x509', '-in', 'ours.pem', '-noout', '-fingerprint', '-sha256').toString()
    expect(sheet).toContain(fingerprint.trim().split('=')[1])
    const cascade = await world.as('cascade-owner@here.example')
    const connection = `/supplier/${world.slug}/connection`
    expect(await textOf(cascade.get(`${connection}/sheet`))).toBe(sheet)
    openssl.write(
      'theirs.cer',
      new Uint8Array(await (await cascade.get(`${connection}/${row!.id}/file`)).arrayBuffer()),
    )
    expect(openssl.run('x509', '-inform', 'DER', '-in', 'theirs.cer').toString()).toBe(row!.pem)
    const stranger = await world.as('potter-owner@there.example')
    const elsewhere = `/supplier/${world.otherSlug}/connection/${row!.id}/file`
    expect((await stranger.get(elsewhere)).status).toBe(404)
  })
})
