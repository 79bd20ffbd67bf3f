import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { auditLog, certificateRequests, certificates, retailers } from '../../db/schema/index.ts'
import { secretBox } from '../secrets.ts'
import { addCertificate, ensureCertificate, type NewCertificate } from './add.ts'
import { createRequest } from './create-certificate.ts'
import { credentialsFor } from './credentials.ts'
import { retireCertificate, revokeCertificate } from './end.ts'
import { discardRequest, keepRequest } from './request.ts'
import { scheduleUse } from './schedule.ts'
import { detailsOf, made, testTime } from './testing/made.ts'
import { OpenSsl } from './testing/openssl.ts'

const box = secretBox('a secret for tests only')
const partnershipId = '0190a000-0000-7000-8000-000000000001'
const day = 86_400_000
const inDays = (days: number) => new Date(testTime.getTime() + days * day)
const [ours, oursNext, theirs, theirsNext] = await Promise.all(
  ['ours', 'ours-next', 'theirs', 'theirs-next'].map(name => made(name)),
)

/** A retailer, and its commands as a person of it gives them. */
async function start(open: OpenHub) {
  const hub = await open({ now: () => testTime })
  const retailerId = await addRetailer(hub, 'one')
  const add = (over: Partial<NewCertificate>) =>
    hub.work('user:ann@example.com', work =>
      addCertificate(work, box, {
        retailerId,
        partnershipId: null,
        owner: 'own',
        uses: ['sign', 'encrypt'],
        ...ours!,
        ...over,
      }),
    )
  const addTheirs = (over: Partial<NewCertificate> = {}) =>
    add({ owner: 'partner', partnershipId, certificate: theirs!.certificate, ...over })
  const credentials = () => credentialsFor(hub.orm, box, retailerId, partnershipId, testTime)
  const audited = async () =>
    (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(row => `${row.actor} ${row.action}`)
  return { hub, retailerId, add, addTheirs, credentials, audited }
}

async function addRetailer(hub: HubDatabase, slug: string): Promise<string> {
  const id = hub.newId()
  await hub.work('system', async work => {
    await work.tx.insert(retailers).values({ id, slug, name: slug, createdAt: work.now })
  })
  return id
}

describeOnBothDatabases('The certificates of a partnership', open => {
  it('are those of the partnership and the shared ones, keys sealed, and nobody else’s', async () => {
    const { hub, add, addTheirs, credentials, audited } = await start(open)
    const id = await add({})
    await addTheirs()
    const other = await addRetailer(hub, 'two')
    await add({ retailerId: other, ...oursNext! })
    await addTheirs({ retailerId: other, certificate: theirsNext!.certificate })
    await addTheirs({ partnershipId: hub.newId(), certificate: theirsNext!.certificate })
    const uses = ['sign', 'encrypt']
    const useFrom = testTime.toISOString()
    expect(await credentials()).toEqual({
      keys: [{ certificate: ours!.certificate.pem, privateKey: ours!.privateKey, uses, useFrom }],
      partnerCertificates: [{ certificate: theirs!.certificate.pem, uses, useFrom }],
    })
    const [row] = await hub.orm.select().from(certificates).where(eq(certificates.id, id))
    expect(row?.privateKey).toMatch(/^v1:/)
    expect(JSON.stringify(await hub.orm.select().from(auditLog).orderBy(auditLog.id))).not.toContain('PRIVATE KEY')
    expect((await audited())[0]).toBe('user:ann@example.com certificate.added')
  })

  it('are there once', async () => {
    const { hub, add, retailerId, credentials } = await start(open)
    await add({})
    await expect(add({})).rejects.toMatchObject({ code: 'conflict' })
    const again = { retailerId, partnershipId: null, owner: 'own' as const, uses: ['sign' as const], ...ours! }
    await hub.work('system', work => ensureCertificate(work, box, again))
    expect((await credentials()).keys).toHaveLength(1)
  })

  it('are refused with the field and the reason', async () => {
    const { add, addTheirs } = await start(open)
    const old = await made('old', { validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') })
    const fields = async (run: Promise<unknown>) =>
      run.then(
        () => undefined,
        error => error.fields,
      )
    expect(await fields(addTheirs({ certificate: old.certificate }))).toEqual({
      validTo: expect.stringContaining('ended on 2021-01-01'),
    })
    expect(await fields(addTheirs({ uses: [] }))).toEqual({ uses: expect.any(String) })
    expect(await fields(add({ privateKey: theirs!.privateKey }))).toEqual({
      file: expect.stringContaining('does not belong'),
    })
    expect(await fields(add({ certificate: theirs!.certificate, privateKey: undefined }))).toEqual({
      file: expect.stringContaining('No private key'),
    })
    await add({})
    expect(await fields(addTheirs({ certificate: ours!.certificate }))).toEqual({
      file: expect.stringContaining('our own'),
    })
  })

  it('take turns by the moments that were set, without leaving anybody out meanwhile', async () => {
    const { hub, retailerId, add, addTheirs, credentials, audited } = await start(open)
    await add({})
    const next = await add({ ...oursNext!, useFrom: inDays(10) })
    await addTheirs()
    await addTheirs({ certificate: theirsNext!.certificate, useFrom: inDays(20) })
    const before = await credentials()
    expect(before.keys.map(key => key.useFrom)).toEqual([inDays(10), testTime].map(at => at.toISOString()))
    expect(before.partnerCertificates).toHaveLength(2)
    await hub.work('user:ann@example.com', work => scheduleUse(work, { retailerId, id: next, useFrom: inDays(-1) }))
    expect((await credentials()).keys[0]?.certificate).toBe(ours!.certificate.pem)
    const late = scheduleOn(hub, retailerId, next, inDays(9999))
    await expect(late).rejects.toMatchObject({ code: 'invalid-input', fields: { useFrom: expect.any(String) } })
    await expect(scheduleOn(hub, hub.newId(), next, testTime)).rejects.toMatchObject({ code: 'not-found' })
    expect(await audited()).toContain('user:ann@example.com certificate.scheduled')
  })

  it('are gone when retired, and refused by name when revoked', async () => {
    const { hub, retailerId, add, addTheirs, credentials, audited } = await start(open)
    const retired = await add({})
    await add(oursNext!)
    const revoked = await addTheirs()
    const end = (id: string, reason: string, run = revokeCertificate) =>
      hub.work('user:ann@example.com', work => run(work, { retailerId, id, reason }))
    await end(retired, 'replaced', retireCertificate)
    await expect(end(revoked, ' ')).rejects.toMatchObject({ code: 'invalid-input' })
    await end(revoked, 'their laptop was stolen')
    const { keys, partnerCertificates } = await credentials()
    expect(keys.map(key => key.certificate)).toEqual([oursNext!.certificate.pem])
    expect(partnerCertificates).toMatchObject([
      { refused: expect.stringMatching(/^was revoked on 2026-06-15 \(their laptop was stolen\): serial .*CN=theirs$/) },
    ])
    await expect(end(revoked, 'again')).rejects.toMatchObject({ code: 'wrong-state' })
    await expect(scheduleOn(hub, retailerId, retired, testTime)).rejects.toMatchObject({ code: 'wrong-state' })
    await end(retired, 'was stolen after all')
    expect(await audited()).toEqual(expect.arrayContaining(['user:ann@example.com certificate.revoked']))
  })

  it('are for what they were added for', async () => {
    const { add, addTheirs, credentials } = await start(open)
    await add({ uses: ['sign'] })
    await add({ ...oursNext!, uses: ['tls-client'], partnershipId })
    await addTheirs({ uses: ['encrypt'] })
    const { keys, partnerCertificates, tlsClient } = await credentials()
    expect([...keys, ...partnerCertificates].map(one => one.uses)).toEqual([['sign'], ['encrypt']])
    expect(tlsClient).toEqual({ privateKey: oursNext!.privateKey, certificate: oursNext!.certificate.pem })
  })

  it('sign with the partnership’s own key rather than with a shared one, from its moment on', async () => {
    const { add, credentials } = await start(open)
    const later = await made('later')
    await add({})
    await add({ ...oursNext!, partnershipId, useFrom: inDays(5) })
    await add({ ...later, useFrom: inDays(8) })
    const uses = Object.fromEntries(
      (await credentials()).keys.map(key => [detailsOf(key.certificate).subject, key.uses]),
    )
    expect(uses).toEqual({
      'CN=ours': ['sign', 'encrypt'],
      'CN=ours-next': ['sign', 'encrypt'],
      'CN=later': ['encrypt'],
    })
  })
})

const scheduleOn = (hub: HubDatabase, retailerId: string, id: string, useFrom: Date) =>
  hub.work('user:ann@example.com', work => scheduleUse(work, { retailerId, id, useFrom }))

describeOnBothDatabases('A certificate request', open => {
  it('is answered by an authority, and its key comes into use with the answer', async () => {
    const { hub, retailerId, add, credentials } = await start(open)
    const made = await createRequest({ keySize: 2048, commonName: 'Harbor' })
    const request = {
      retailerId,
      partnershipId: null,
      uses: ['sign', 'encrypt'] as const,
      subject: 'CN=Harbor',
      ...made,
    }
    await hub.work('user:ann@example.com', work => keepRequest(work, box, request))
    const answer = signedByAuthority(made.request)
    await add({ certificate: answer, privateKey: undefined })
    expect((await credentials()).keys).toMatchObject([{ certificate: answer.pem, privateKey: made.privateKey }])
    expect(await hub.orm.select().from(certificateRequests)).toEqual([])
    const renewed = signedByAuthority(made.request)
    await add({ certificate: renewed, privateKey: undefined })
    expect((await credentials()).keys.map(key => key.privateKey)).toEqual([made.privateKey, made.privateKey])
  })

  it('can be given up, by its own retailer', async () => {
    const { hub, retailerId } = await start(open)
    const made = await createRequest({ curve: 'P-256', commonName: 'Harbor' })
    const request = { retailerId, partnershipId: null, uses: ['sign'] as const, subject: 'CN=Harbor', ...made }
    const id = await hub.work('user:ann@example.com', work => keepRequest(work, box, request))
    const discard = (owner: string) =>
      hub.work('user:ann@example.com', work => discardRequest(work, { retailerId: owner, id }))
    await expect(discard(hub.newId())).rejects.toMatchObject({ code: 'not-found' })
    await discard(retailerId)
    expect(await hub.orm.select().from(certificateRequests)).toEqual([])
  })
})

/** What an authority with the real openssl makes of a request. It is valid when the tests happen. */
function signedByAuthority(request: string) {
  const openssl = new OpenSsl()
  try {
    openssl.certificate('authority')
    openssl.write('request.csr', request)
    const days = String(Math.ceil(Math.abs(Date.now() - testTime.getTime()) / day) + 800)
    openssl.run(
      ...['x509', '-req', '-in', 'request.csr', '-CA', 'authority.crt', '-CAkey', 'authority.key'],
      ...['-set_serial', '7', '-days', days, '-out', 'answer.crt'],
    )
    return detailsOf(openssl.read('answer.crt').toString())
  } finally {
    openssl.remove()
  }
}
