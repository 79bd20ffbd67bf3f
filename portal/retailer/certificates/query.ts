import { and, asc, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { certificateRequests, certificates, channels, partnerships, suppliers } from '../../../db/schema/index.ts'

const shown = {
  id: certificates.id,
  partnershipId: certificates.partnershipId,
  partner: suppliers.name,
  owner: certificates.owner,
  status: certificates.status,
  uses: certificates.uses,
  subject: certificates.subject,
  issuer: certificates.issuer,
  serial: certificates.serial,
  fingerprint: certificates.fingerprint,
  fingerprintSha1: certificates.fingerprintSha1,
  validFrom: certificates.validFrom,
  validTo: certificates.validTo,
  useFrom: certificates.useFrom,
  endedAt: certificates.endedAt,
  endReason: certificates.endReason,
  createdAt: certificates.createdAt,
}

/** A retailer's certificates and its partners', those in use first; no private key is read. */
export async function listCertificates(orm: Orm, retailerId: string) {
  return await orm
    .select(shown)
    .from(certificates)
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, certificates.partnershipId)),
    )
    .leftJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(certificates.retailerId, retailerId))
    .orderBy(asc(certificates.status), asc(suppliers.name), desc(certificates.useFrom), desc(certificates.id))
}

export type ListedCertificate = Awaited<ReturnType<typeof listCertificates>>[number]

/** One certificate. Throws `not-found`. */
export async function loadCertificate(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select({ ...shown, pem: certificates.pem, chain: certificates.chain })
    .from(certificates)
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, certificates.partnershipId)),
    )
    .leftJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.id, id)))
  if (!row) throw new ApplicationError('not-found', 'There is no such certificate.')
  return row
}

const shownRequest = {
  id: certificateRequests.id,
  subject: certificateRequests.subject,
  uses: certificateRequests.uses,
  request: certificateRequests.request,
  partnershipId: certificateRequests.partnershipId,
  createdAt: certificateRequests.createdAt,
}

/** Requests that no authority has answered yet, newest first. */
export async function listRequests(orm: Orm, retailerId: string) {
  return await orm
    .select(shownRequest)
    .from(certificateRequests)
    .where(eq(certificateRequests.retailerId, retailerId))
    .orderBy(desc(certificateRequests.id))
}

export type ListedRequest = Awaited<ReturnType<typeof listRequests>>[number]

/** One request. Throws `not-found`. */
export async function loadRequest(orm: Orm, retailerId: string, id: string): Promise<ListedRequest> {
  const [row] = await orm
    .select(shownRequest)
    .from(certificateRequests)
    .where(and(eq(certificateRequests.retailerId, retailerId), eq(certificateRequests.id, id)))
  if (!row) throw new ApplicationError('not-found', 'There is no such request.')
  return row
}

/** The retailer's partners by name, and whether each is connected over AS2. */
export async function listPartnersForCertificates(orm: Orm, retailerId: string) {
  const rows = await orm
    .select({ id: partnerships.id, name: suppliers.name, transport: channels.transport })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .leftJoin(
      channels,
      and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnerships.id), eq(channels.active, true)),
    )
    .where(eq(partnerships.retailerId, retailerId))
    .orderBy(asc(suppliers.name), asc(partnerships.id))
  return rows.map(({ id, name, transport }) => ({ id, name, as2: transport === 'as2' }))
}

export type CertificatePartner = Awaited<ReturnType<typeof listPartnersForCertificates>>[number]
