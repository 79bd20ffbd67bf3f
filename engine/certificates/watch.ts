import { and, eq, sql } from 'drizzle-orm'
import { certificates, certificateWarnings, partnerships, suppliers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { daysLeft } from '../../partners/certificates/describe-certificate.ts'
import { type DueWarning, dueWarnings, isReplaced, warningDays } from '../../partners/certificates/expiry.ts'
import { notify } from '../deadlines/notify.ts'
import { raiseExceptions, resolveException } from '../exceptions/raise.ts'
import { type EndingCertificate, warningMail, warningWords } from './words.ts'

/** By which the console knows a warning. */
const keyOf = (certificateId: string, threshold: number) => `certificate-expiring:${certificateId}:${threshold}`

/**
 * Tells a retailer's people of certificates that end in 60, 30, 14 and 7 days, each once: on the console, by mail, and a partner of its own.
 * Takes warnings off the console that no longer matter. Returns how many were told.
 */
export async function watchCertificates(work: Work, retailerId: string): Promise<number> {
  await settleWarnings(work, retailerId)
  const told: DueWarning<Watched>[] = []
  for (const warning of dueWarnings(await activeOf(work, retailerId), work.now)) {
    const { certificate, threshold } = warning
    const [first] = await work.tx
      .insert(certificateWarnings)
      .values({ certificateId: certificate.id, threshold, at: work.now })
      .onConflictDoNothing()
      .returning({ at: certificateWarnings.at })
    if (first) told.push(warning)
  }
  if (told.length > 0) await tell(work, retailerId, told)
  return told.length
}

/** Takes the warnings off the console whose certificate has been replaced, retired or revoked. */
export async function settleWarnings(work: Work, retailerId: string): Promise<void> {
  const active = await activeOf(work, retailerId)
  const warned = await work.tx
    .select({ id: certificates.id, threshold: certificateWarnings.threshold })
    .from(certificateWarnings)
    .innerJoin(certificates, eq(certificates.id, certificateWarnings.certificateId))
    .where(eq(certificates.retailerId, retailerId))
  for (const { id, threshold } of warned) {
    const certificate = active.find(one => one.id === id)
    const resolution = !certificate
      ? 'The certificate is no longer in use.'
      : isReplaced(certificate, active)
        ? 'Another certificate takes over in time.'
        : undefined
    if (resolution) await resolveException(work, retailerId, keyOf(id, threshold), resolution)
  }
}

async function activeOf(work: Work, retailerId: string) {
  return await work.tx
    .select({
      id: certificates.id,
      partnershipId: certificates.partnershipId,
      owner: certificates.owner,
      uses: certificates.uses,
      subject: certificates.subject,
      serial: certificates.serial,
      fingerprint: certificates.fingerprint,
      validTo: certificates.validTo,
      useFrom: certificates.useFrom,
      warned: sql<number[]>`array(select ${certificateWarnings.threshold} from ${certificateWarnings}
        where ${certificateWarnings.certificateId} = ${certificates.id})`,
      partner: suppliers.name,
    })
    .from(certificates)
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, certificates.partnershipId)),
    )
    .leftJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.status, 'active')))
    .orderBy(certificates.validTo, certificates.id)
}

type Watched = Awaited<ReturnType<typeof activeOf>>[number]

async function tell(work: Work, retailerId: string, told: readonly DueWarning<Watched>[]): Promise<void> {
  const all = told.map(({ certificate }) => ending(certificate, work.now))
  await raiseExceptions(
    work,
    told.map(({ certificate, threshold }, index) => ({
      retailerId,
      kind: 'certificate-expiring' as const,
      key: keyOf(certificate.id, threshold),
      partnershipId: certificate.partnershipId,
      expected: 'a certificate that takes over',
      actual: `ends ${certificate.validTo.toISOString().slice(0, 10)}`,
      summary: warningWords(all[index]!),
    })),
  )
  for (const { certificate, threshold } of told) await settleEarlier(work, retailerId, certificate.id, threshold)
  await notify(work, {
    retailerId,
    partnershipId: null,
    kind: 'certificates',
    audience: 'retailer',
    ...warningMail('retailer', all),
  })
  for (const [index, { certificate }] of told.entries()) {
    const { owner, partnershipId } = certificate
    if (owner !== 'partner' || !partnershipId) continue
    const mail = warningMail('supplier', [all[index]!])
    await notify(work, { retailerId, partnershipId, kind: 'certificates', audience: 'supplier', ...mail })
  }
}

/** A nearer warning takes the place of the one before. */
async function settleEarlier(work: Work, retailerId: string, id: string, threshold: number): Promise<void> {
  for (const earlier of warningDays.filter(days => days > threshold))
    await resolveException(work, retailerId, keyOf(id, earlier), 'A later warning takes its place.')
}

function ending(certificate: Watched, now: Date): EndingCertificate {
  return { ...certificate, partner: certificate.partner ?? undefined, days: daysLeft(certificate, now) }
}
