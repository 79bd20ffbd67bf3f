import { join } from 'node:path'
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { HubDatabase } from '../../../db/hub-database.ts'
import { certificates, partnerships, retailers, suppliers } from '../../../db/schema/index.ts'
import { settleWarnings } from '../../../engine/certificates/watch.ts'
import { revokeCertificate } from '../../../partners/certificates/end.ts'
import { readSettings } from '../../config/settings.ts'
import type { CommandIo } from '../command.ts'

/** The installation's database, as the hub itself would open it. */
export async function openHub(io: CommandIo): Promise<HubDatabase> {
  const settings = readSettings(io.environment)
  return await HubDatabase.open({ url: settings.DATABASE_URL, folder: join(settings.DATA_FOLDER, 'db') })
}

/** Every retailer's certificates, those in use first; no private key is read. */
export async function allCertificates(orm: Orm) {
  const { id, retailerId, owner, status, subject, fingerprint, validTo, endReason } = certificates
  return await orm
    .select({
      ...{ id, retailerId, owner, status, subject, fingerprint, validTo, endReason },
      retailer: retailers.slug,
      partner: suppliers.name,
    })
    .from(certificates)
    .innerJoin(retailers, eq(retailers.id, certificates.retailerId))
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, certificates.retailerId), eq(partnerships.id, certificates.partnershipId)),
    )
    .leftJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .orderBy(asc(certificates.status), asc(retailers.slug), asc(suppliers.name), desc(certificates.id))
}

/** Revokes a certificate for all partners of one retailer that have it. Returns the exit status. */
export async function revokeByFingerprint(
  hub: HubDatabase,
  { fingerprint, reason, retailer }: { fingerprint: string; reason: string; retailer: string | undefined },
  io: CommandIo,
): Promise<number> {
  const known = (await allCertificates(hub.orm)).filter(
    row => row.fingerprint === fingerprint && (retailer === undefined || row.retailer === retailer),
  )
  const open = known.filter(({ status }) => status !== 'revoked')
  const owners = [...new Set(open.map(row => row.retailer))]
  if (owners.length > 1) {
    io.error(`Several retailers have this certificate. Say whose with --retailer: ${owners.join(', ')}.\n`)
    return 1
  }
  const [first] = open
  if (!first) {
    io.error(known.length > 0 ? 'The certificate is revoked already.\n' : 'There is no such certificate here.\n')
    return 1
  }
  await hub.work('command-line', async work => {
    for (const { retailerId, id } of open) await revokeCertificate(work, { retailerId, id, reason })
    await settleWarnings(work, first.retailerId)
  })
  io.out(`${first.subject} is revoked for ${first.retailer}. Messages under it are refused from now on.\n`)
  return 0
}
