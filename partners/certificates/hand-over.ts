import { X509Certificate } from 'node:crypto'
import { and, asc, eq, isNull, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { certificates, channels, identities, partnerships, retailers, suppliers } from '../../db/schema/index.ts'
import { channelSettings } from '../channels/settings.ts'
import { spelledFingerprint } from './describe-certificate.ts'
import { pemBlocks } from './pem.ts'
import { writePkcs7 } from './pkcs7.ts'

/** The forms in which a certificate is handed over. */
export const fileForms = {
  cer: { type: 'application/pkix-cert', says: 'DER, what most products ask for' },
  pem: { type: 'application/x-pem-file', says: 'text, with the authorities above it' },
  p7b: { type: 'application/x-pkcs7-certificates', says: 'PKCS#7, with the authorities above it' },
} as const
export type FileForm = keyof typeof fileForms

/** A certificate as a file to hand over; never with its key. */
export function certificateFile({ pem, chain }: { pem: string; chain: string }, form: FileForm): Uint8Array {
  if (form === 'pem') return Buffer.from(pem + chain)
  if (form === 'cer') return new X509Certificate(pem).raw
  return writePkcs7(pemBlocks(pem + chain).map(({ der }) => der))
}

/** What AS2 does where a channel's settings say nothing; `as2Settings` has the same defaults. */
export const as2Defaults = {
  signature: 'sha256',
  encryption: 'aes256-cbc',
  compression: 'none',
  receipt: 'sync',
  signedReceipt: true,
}

/** Everything that a partner needs to set its station up for us. */
export interface HandOver {
  retailerName: string
  supplierName: string
  ownId: string | undefined
  partnerId: string | undefined
  as2Url: string
  signature: string
  encryption: string
  compression: string
  receipt: string
  ours: (typeof certificates.$inferSelect)[]
  theirs: (typeof certificates.$inferSelect)[]
}

/** Collects what a partner is handed. Throws `not-found` for a partnership that is not this retailer's. */
export async function handOver(
  orm: Orm,
  { retailerId, partnershipId, as2Url }: { retailerId: string; partnershipId: string; as2Url: string },
): Promise<HandOver> {
  const [found] = await orm
    .select({ retailerName: retailers.name, supplierName: suppliers.name, settings: channels.settings })
    .from(partnerships)
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .leftJoin(
      channels,
      and(
        eq(channels.retailerId, partnerships.retailerId),
        eq(channels.partnershipId, partnerships.id),
        eq(channels.active, true),
        eq(channels.transport, 'as2'),
      ),
    )
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!found) throw new ApplicationError('not-found', 'There is no such partner.')
  const { retailerName, supplierName } = found
  const [names] = await orm
    .select({ own: identities.own, partner: identities.partner })
    .from(identities)
    .where(
      and(
        eq(identities.retailerId, retailerId),
        eq(identities.partnershipId, partnershipId),
        eq(identities.kind, 'as2'),
      ),
    )
  const rows = await activeCertificates(orm, retailerId, partnershipId)
  const settings = { ...as2Defaults, ...channelSettings.parse(found.settings ?? {}).transport }
  return {
    retailerName,
    supplierName,
    ownId: names?.own,
    partnerId: names?.partner,
    as2Url,
    signature: settings.signature,
    encryption: settings.encryption,
    compression: settings.compression,
    receipt: receiptWords(settings),
    ours: rows.filter(({ owner }) => owner === 'own'),
    theirs: rows.filter(({ owner }) => owner === 'partner'),
  }
}

function activeCertificates(orm: Orm, retailerId: string, partnershipId: string) {
  return orm
    .select()
    .from(certificates)
    .where(
      and(
        eq(certificates.retailerId, retailerId),
        or(eq(certificates.partnershipId, partnershipId), isNull(certificates.partnershipId)),
        eq(certificates.status, 'active'),
      ),
    )
    .orderBy(asc(certificates.useFrom), asc(certificates.id))
}

function receiptWords({ receipt, signedReceipt }: { receipt: string; signedReceipt: boolean }): string {
  if (receipt === 'none') return 'none'
  return `${receipt === 'async' ? 'asynchronous' : 'synchronous'}, ${signedReceipt ? 'signed' : 'unsigned'}`
}

/** The sheet as text, for a mail. Lines end with CRLF. */
export function handOverSheet(facts: HandOver): string {
  const lines = [
    `AS2 connection: ${facts.retailerName} and ${facts.supplierName}`,
    '',
    `AS2 id of ${facts.retailerName}:  ${facts.ownId ?? '(not set)'}`,
    `AS2 id of ${facts.supplierName}:  ${facts.partnerId ?? '(not set)'}`,
    `URL for AS2 messages:  ${facts.as2Url}`,
    `Signature:  ${facts.signature}`,
    `Encryption:  ${facts.encryption}`,
    `Compression:  ${facts.compression}`,
    `Receipt (MDN):  ${facts.receipt}`,
    ...certificateLines(`Certificates of ${facts.retailerName}`, facts.ours),
    ...certificateLines(`Certificates of ${facts.supplierName}, as known to ${facts.retailerName}`, facts.theirs),
    '',
    'Please compare the fingerprints by telephone before the first message.',
    '',
  ]
  return lines.join('\r\n')
}

function certificateLines(title: string, rows: HandOver['ours']): string[] {
  return [
    '',
    title,
    ...(rows.length === 0 ? ['  none yet'] : []),
    ...rows.flatMap(row => [
      `  ${row.subject}`,
      `    serial ${row.serial}, for ${row.uses.join(' and ')}`,
      `    valid ${row.validFrom.toISOString().slice(0, 10)} to ${row.validTo.toISOString().slice(0, 10)}, in use from ${row.useFrom.toISOString()}`,
      `    SHA-256 ${spelledFingerprint(row.fingerprint)}`,
      `    SHA-1   ${spelledFingerprint(row.fingerprintSha1)}`,
    ]),
  ]
}
