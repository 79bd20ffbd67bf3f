import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, certificates } from '../../../db/schema/index.ts'
import { seedRetailer } from '../../../engine/testing/seed.ts'
import { addCertificate } from '../../../partners/certificates/add.ts'
import { createCertificate } from '../../../partners/certificates/create-certificate.ts'
import { readCertificateFile } from '../../../partners/certificates/read-file.ts'
import { secretBox } from '../../../partners/secrets.ts'
import { say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-certificates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const openStored = () => HubDatabase.open({ folder: join(folder, 'db') })
const crossdock = (...args: string[]) =>
  say(['certificates', ...args], undefined, { environment: { DATA_FOLDER: folder } })

/** The same certificate at the partners of two retailers. */
async function seedTwo(): Promise<{ fingerprint: string; slugs: string[] }> {
  const validity = { validFrom: new Date(Date.now() - 60_000), validTo: new Date(Date.now() + 86_400_000) }
  const made = await createCertificate({ keySize: 2048, commonName: 'shared', serial: '01', ...validity })
  const read = readCertificateFile(Buffer.from(made.certificate))
  if (!read.ok) throw new Error(read.issue.message)
  const certificate = read.file.certificates[0]!
  const hub = await openStored()
  const slugs: string[] = []
  for (const name of ['Cascade', 'Alder']) {
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name, offers: [] }] })
    slugs.push(`retailer-${retailerId}`)
    const whose = { retailerId, partnershipId: suppliers[name]!.partnershipId, owner: 'partner' as const }
    const command = { ...whose, uses: ['sign' as const], certificate }
    await hub.work('system', work => addCertificate(work, secretBox('a secret of tests'), command))
  }
  await hub.close()
  return { fingerprint: certificate.fingerprint, slugs }
}

it('A certificate is revoked from the command line for one retailer, and listed so', async () => {
  const { fingerprint, slugs } = await seedTwo()
  expect((await crossdock('list')).out).toMatch(new RegExp(`${fingerprint}  active .*of Cascade: CN=shared`))
  const reason = ['--reason', 'laptop stolen']
  expect(await crossdock('revoke', 'CN=shared', ...reason)).toMatchObject({ status: 2 })
  expect(await crossdock('revoke', fingerprint)).toMatchObject({
    status: 2,
    error: expect.stringContaining('--reason'),
  })
  const both = await crossdock('revoke', fingerprint, ...reason)
  expect(both).toMatchObject({ status: 1, error: expect.stringContaining('Several retailers') })
  const spelled = fingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
  const one = ['revoke', spelled, ...reason, '--retailer', slugs[0]!]
  expect(await crossdock(...one)).toMatchObject({ status: 0, out: expect.stringContaining('CN=shared is revoked') })
  expect(await crossdock(...one)).toMatchObject({ status: 1, error: expect.stringContaining('already') })
  const hub = await openStored()
  const rows = await hub.orm.select().from(certificates)
  expect(rows.map(row => [`retailer-${row.retailerId}`, row.status, row.endReason])).toEqual(
    expect.arrayContaining([
      [slugs[0], 'revoked', 'laptop stolen'],
      [slugs[1], 'active', null],
    ]),
  )
  const audited = (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(
    ({ actor, action }) => `${actor} ${action}`,
  )
  expect(audited).toContain('command-line certificate.revoked')
  await hub.close()
})
