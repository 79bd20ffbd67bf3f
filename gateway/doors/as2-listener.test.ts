import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { pino } from 'pino'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { identities } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { addCertificate } from '../../partners/certificates/add.ts'
import { type CreatedCertificate, createCertificate } from '../../partners/certificates/create-certificate.ts'
import { revokeCertificate } from '../../partners/certificates/end.ts'
import { readCertificateFile } from '../../partners/certificates/read-file.ts'
import { secretBox } from '../../partners/secrets.ts'
import { createAs2Listener } from './as2-listener.ts'

const open = freshDatabases()
const folder = mkdtempSync(join(tmpdir(), 'as2-tls-'))
const stops: (() => void)[] = []
const made: CreatedCertificate[] = []

beforeAll(async () => {
  for (const serial of ['01', '02', '03']) {
    const validity = { validFrom: new Date(Date.now() - 60_000), validTo: new Date(Date.now() + 86_400_000) }
    made.push(await createCertificate({ keySize: 2048, commonName: `station ${serial}`, serial, ...validity }))
  }
  return () => rmSync(folder, { recursive: true })
})

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

const files = { AS2_TLS_KEY: join(folder, 'key.pem'), AS2_TLS_CERTIFICATE: join(folder, 'cert.pem') }

function write({ privateKey, certificate }: CreatedCertificate): void {
  writeFileSync(files.AS2_TLS_KEY, privateKey)
  writeFileSync(files.AS2_TLS_CERTIFICATE, certificate)
}

async function listen(settings: object) {
  const logged: string[] = []
  const told = { notify: () => {} }
  const write = (line: string) => {
    logged.push(line)
    told.notify()
  }
  const log = pino({ level: 'info' }, { write })
  const context = { hub: await open(), box: secretBox('a secret of tests'), log, allowPrivateAddresses: true }
  const server = createAs2Listener({ ...files, AS2_TLS_CLIENTS: undefined, ...settings }, context, 20)
  stops.push(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const heard = async (words: string) => {
    while (!logged.some(line => line.includes(words))) await new Promise<void>(done => (told.notify = done))
  }
  return { port: (server.address() as AddressInfo).port, heard, hub: context.hub }
}

/** The status, and the serial number of the certificate that was shown. */
function ask(
  port: number,
  options: RequestOptions = {},
): Promise<{ status: number | undefined; serial: string; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = {
      host: '127.0.0.1',
      port,
      path: '/as2',
      agent: false as const,
      rejectUnauthorized: false,
      ...options,
    }
    const sent = request(asked, response => {
      const serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode, serial, text }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

it('speaks TLS by itself, and with a renewed certificate without a restart', async () => {
  write(made[0]!)
  const { port, heard } = await listen({})
  expect(await ask(port)).toMatchObject({ status: 200, serial: '01' })
  writeFileSync(files.AS2_TLS_CERTIFICATE, 'half a file')
  await heard('cannot be used; the one before stays')
  expect((await ask(port)).serial).toBe('01')
  write(made[1]!)
  await heard('read anew')
  expect((await ask(port)).serial).toBe('02')
})

it('lets in only those that show a certificate of the authorities set', async () => {
  write(made[0]!)
  const clients = join(folder, 'clients.pem')
  writeFileSync(clients, made[1]!.certificate)
  const { port } = await listen({ AS2_TLS_CLIENTS: clients })
  await expect(ask(port)).rejects.toThrow()
  await expect(ask(port, { key: made[2]!.privateKey, cert: made[2]!.certificate })).rejects.toThrow()
  const known = await ask(port, { key: made[1]!.privateKey, cert: made[1]!.certificate })
  expect(known.status).toBe(200)
})

it('refuses a client whose certificate was revoked, and says why', async () => {
  write(made[0]!)
  const { privateKey, certificate } = made[1]!
  const clients = join(folder, 'clients.pem')
  writeFileSync(clients, certificate)
  const { port, hub, heard } = await listen({ AS2_TLS_CLIENTS: clients })
  const client = { key: privateKey, cert: certificate }
  const read = readCertificateFile(Buffer.from(certificate))
  if (!read.ok) throw new Error(read.issue.message)
  const [details] = read.file.certificates
  const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
  const { partnershipId } = suppliers.Cascade!
  const id = await hub.work('system', async work => {
    const whose = { retailerId, partnershipId, owner: 'partner', uses: ['sign'] } as const
    return await addCertificate(work, secretBox('a secret of tests'), { ...whose, certificate: details! })
  })
  expect((await ask(port, client)).status).toBe(200)
  await hub.work('user:ann@example.com', work => revokeCertificate(work, { retailerId, id, reason: 'laptop stolen' }))
  const refused = await ask(port, client)
  expect(refused).toMatchObject({ status: 403, text: expect.stringMatching(/was revoked on .* \(laptop stolen\)/) })
  await heard('revoked certificate was refused')
})

it('lets a client in to the partner of another retailer that still trusts its certificate', async () => {
  write(made[0]!)
  const { privateKey, certificate } = made[1]!
  const clients = join(folder, 'clients.pem')
  writeFileSync(clients, certificate)
  const { port, hub } = await listen({ AS2_TLS_CLIENTS: clients })
  const read = readCertificateFile(Buffer.from(certificate))
  if (!read.ok) throw new Error(read.issue.message)
  const [details] = read.file.certificates
  const station = async (own: string) => {
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
    const whose = { retailerId, partnershipId: suppliers.Cascade!.partnershipId }
    return await hub.work('system', async work => {
      const names = { kind: 'as2' as const, own, partner: 'CASCADE' }
      await work.tx.insert(identities).values({ id: work.newId(), ...whose, ...names, createdAt: work.now })
      const added = { ...whose, owner: 'partner' as const, uses: ['sign'] as const, certificate: details! }
      return { ...whose, id: await addCertificate(work, secretBox('a secret of tests'), added) }
    })
  }
  const { retailerId, id } = await station('HARBOR')
  const other = await station('PINE & "CO"')
  const revoke = (command: { retailerId: string; id: string }) =>
    hub.work('user:ann@example.com', work => revokeCertificate(work, { ...command, reason: 'laptop stolen' }))
  await revoke({ retailerId, id })
  const statusTo = async (to: string | undefined) =>
    (
      await ask(port, {
        ...{ key: privateKey, cert: certificate },
        headers: to === undefined ? {} : { 'AS2-From': 'CASCADE', 'AS2-To': to },
      })
    ).status
  expect(await statusTo('HARBOR')).toBe(403)
  expect(await statusTo('"PINE & \\"CO\\""')).toBe(200)
  expect(await statusTo(undefined)).toBe(200)
  await revoke(other)
  expect(await statusTo('"PINE & \\"CO\\""')).toBe(403)
  expect(await statusTo(undefined)).toBe(403)
})

it('says at the start what is wrong with the files', async () => {
  await expect(listen({ AS2_TLS_KEY: join(folder, 'nowhere.pem') })).rejects.toThrow('AS2_TLS_KEY is “')
  write({ privateKey: made[0]!.privateKey, certificate: made[1]!.certificate })
  await expect(listen({})).rejects.toThrow('cannot be used together')
})
