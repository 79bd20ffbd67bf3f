import type { CertificateOwner, CertificateUse } from '../../db/schema/index.ts'
import { daysLeft } from './describe-certificate.ts'

/** How many days before a certificate's end people are told of it, once each. */
export const warningDays = [60, 30, 14, 7] as const

/** What has to be known of an active certificate to say whether its end matters. */
export interface WatchedCertificate {
  id: string
  partnershipId: string | null
  owner: CertificateOwner
  uses: readonly CertificateUse[]
  validTo: Date
  useFrom: Date
  /** Of which thresholds people were told. */
  warned: readonly number[]
}

/** A warning that is due: the threshold that was reached, and the whole days that are left (negative once it has ended). */
export interface DueWarning<T> {
  certificate: T
  threshold: (typeof warningDays)[number]
  days: number
}

/**
 * Whether others take over in time everything that a certificate is used for: of the same owner and for the same partners, ending later, and in
 * use before it ends. The end of such a one needs nobody's attention.
 * @param all the active certificates of the same retailer
 */
export function isReplaced(certificate: WatchedCertificate, all: readonly WatchedCertificate[]): boolean {
  const successors = all.filter(
    other =>
      other.owner === certificate.owner &&
      other.partnershipId === certificate.partnershipId &&
      other.validTo > certificate.validTo &&
      other.useFrom <= certificate.validTo,
  )
  return certificate.uses.every(use => successors.some(({ uses }) => uses.includes(use)))
}

/**
 * The warnings that are due: for each certificate whose end matters the nearest threshold that it has reached, unless people were told of that
 * one. Days on which nothing ran are made good: what was missed is told once, by the threshold that holds now.
 */
export function dueWarnings<T extends WatchedCertificate>(all: readonly T[], now: Date): DueWarning<T>[] {
  return all.flatMap(certificate => {
    const days = daysLeft(certificate, now)
    const threshold = warningDays.findLast(threshold => days <= threshold)
    if (threshold === undefined || certificate.warned.includes(threshold)) return []
    return isReplaced(certificate, all) ? [] : [{ certificate, threshold, days }]
  })
}
