import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { channels } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { partnerServer } from '../transports/email/testing.ts'
import { startProftpd } from '../transports/ftp/test-proftpd.ts'
import { fingerprint, readPublicKey } from '../transports/sftp/host-key.ts'
import { startSshd } from '../transports/sftp/test-sshd.ts'
import { testChannel } from './connection.ts'

const open = freshDatabases()
const box = secretBox('a secret for tests only')
let sshd: Awaited<ReturnType<typeof startSshd>>
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.close())

/** A partner whose channel a test sets; what its connection test says, as `title: outcome`. */
async function partner() {
  const hub = await open()
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Cascade!
  return async (transport: 'sftp' | 'ftp' | 'email' | 'portal', settings: object, allowPrivateAddresses = true) => {
    const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
    await hub.orm
      .update(channels)
      .set({ transport, settings: { transport: settings } })
      .where(mine)
    const result = await testChannel({ hub, box, allowPrivateAddresses }, { retailerId, partnershipId })
    return result && { ...result, short: result.steps.map(({ title, outcome }) => `${title}: ${outcome}`) }
  }
}

it('An SFTP connection is tried up to its folders', async () => {
  const test = await partner()
  const settings = sshd.settings()
  const good = await test('sftp', settings)
  expect(good).toMatchObject({ passed: true })
  expect(good!.short).toEqual([
    'Address: passed',
    'Connection: passed',
    'Encryption: passed',
    'Sign-in: passed',
    `Folder ${sshd.file('in')}: passed`,
    `Folder ${sshd.file('out')}: passed`,
  ])
  const nowhere = await test('sftp', { ...settings, put: { folder: '/no/such' } })
  expect(nowhere!.short.at(-1)).toBe('Folders: failed')
  expect((await test('sftp', { ...settings, username: 'nobody-here' }))!.short.at(-1)).toBe('Sign-in: failed')
  const stranger = await test('sftp', { ...settings, hostKeys: [`SHA256:${'B'.repeat(43)}`] })
  expect(stranger!.short.at(-1)).toBe('Encryption: failed')
  expect((await test('sftp', settings, false))!.short).toEqual(['Address: failed'])
})

it('An SFTP server whose host key nobody has confirmed shows it, and nothing is sent', async () => {
  const { hostKeys: _, ...unconfirmed } = sshd.settings()
  const result = await (await partner())('sftp', unconfirmed)
  expect(result!.short).toEqual(['Settings: failed', 'Host key: skipped'])
  expect(result!.steps[1]!.says).toContain(fingerprint(readPublicKey(sshd.hostKey)!))
})

it('An FTP connection is tried, with what encrypts it', async () => {
  const ftp = await startProftpd({ tls: 'explicit' })
  const test = await partner()
  const good = await test('ftp', ftp.settings())
  expect(good!.steps).toContainEqual({ title: 'Encryption', outcome: 'passed', says: 'TLSv1.3' })
  expect((await test('ftp', ftp.settings({ password: 'wrong' })))!.short.at(-1)).toBe('Sign-in: failed')
  await ftp.close()
})

it('A mail server is greeted, and no mail is sent', async () => {
  const server = await partnerServer({})
  const test = await partner()
  const settings = { host: '127.0.0.1', port: server.port, tls: 'none', from: 'a@hub.example', to: ['b@c.example'] }
  expect(await test('email', settings)).toMatchObject({ passed: true })
  expect((await test('email', { ...settings, tls: 'starttls' }))!.short.at(-1)).toBe('Encryption: failed')
  expect(server.mails).toEqual([])
  await server.close()
})

it('There is nothing to try where the partner comes to us, or uses the portal', async () => {
  const test = await partner()
  expect(await test('sftp', { mode: 'host' })).toBeUndefined()
  expect(await test('portal', {})).toBeUndefined()
})
