import { ApplicationError } from '../../db/application-error.ts'
import { channels, identities, type messageFormats, suppliers, type transports } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addCertificate, ensureCertificate } from '../certificates/add.ts'
import { arrange } from '../certificates/arrange.ts'
import type { CertificateDetails } from '../certificates/describe-certificate.ts'
import { readCertificateFile } from '../certificates/read-file.ts'
import { type ChannelSettingsInput, channelSettings, x12Name } from '../channels/settings.ts'
import type { SecretBox } from '../secrets.ts'
import { type AgreedPartnership, addPartnership } from './create-partner.ts'

/** Everything that a partnership needs to begin. */
export interface NewPartnership extends AgreedPartnership {
  supplier: { slug: string; name: string }
  channel: {
    transport: (typeof transports)[number]
    format: (typeof messageFormats)[number]
    version?: string
    settings: ChannelSettingsInput
    /** Passwords and the like: sealed before they are stored. */
    secrets?: Record<string, unknown>
  }
  /** What AS2 signs and encrypts with: keys of ours, which all partnerships of the retailer share, and the partner's certificates. PEM. */
  certificates?: { own: { privateKey: string; certificate: string }[]; partner: string[] }
  /** Names by which this partner's messages are recognised, besides the X12 names that follow from the channel. */
  identities?: { kind: 'as2' | 'sftp' | 'mailbox'; own: string; partner: string }[]
}

/** The ids of what was made. */
export interface ConnectedPartnership {
  supplierId: string
  partnershipId: string
  sourceId: string
  channelId: string
}

/** Makes a partnership with its source, channel, identities and certificates, all at once. Fails when one of its names is taken. */
export async function connectPartner(
  work: Work,
  box: SecretBox,
  partner: NewPartnership,
): Promise<ConnectedPartnership> {
  const { retailerId } = partner
  const supplierId = await supplierWith(work, partner.supplier)
  const supplier = { id: supplierId, name: partner.supplier.name }
  const { partnershipId, sourceId } = await addPartnership(work, supplier, partner)
  const channelId = await addChannel(work, box, retailerId, partnershipId, partner.channel)
  await addIdentities(work, retailerId, partnershipId, partner)
  await addCertificates(work, box, retailerId, partnershipId, partner)
  return { supplierId, partnershipId, sourceId, channelId }
}

async function addCertificates(
  work: Work,
  box: SecretBox,
  retailerId: string,
  partnershipId: string,
  { certificates }: NewPartnership,
): Promise<void> {
  const uses = ['sign', 'encrypt'] as const
  for (const { privateKey, certificate } of certificates?.own ?? []) {
    const command = { retailerId, partnershipId: null, owner: 'own' as const, uses, privateKey }
    await ensureCertificate(work, box, { ...command, certificate: onlyCertificate(certificate) })
  }
  for (const certificate of certificates?.partner ?? []) {
    const command = { retailerId, partnershipId, owner: 'partner' as const, uses }
    await addCertificate(work, box, { ...command, certificate: onlyCertificate(certificate) })
  }
}

function onlyCertificate(pem: string): CertificateDetails {
  const read = readCertificateFile(Buffer.from(pem))
  if (!read.ok) throw new ApplicationError('invalid-input', read.issue.message, { certificates: read.issue.message })
  return arrange(read.file)[0]!.certificate
}

/** A supplier is known once, however many retailers it trades with. */
async function supplierWith(work: Work, supplier: NewPartnership['supplier']): Promise<string> {
  const [row] = await work.tx
    .insert(suppliers)
    .values({ id: work.newId(), ...supplier, createdAt: work.now })
    .onConflictDoUpdate({ target: suppliers.slug, set: { slug: supplier.slug } })
    .returning({ id: suppliers.id })
  return row!.id
}

async function addChannel(
  work: Work,
  box: SecretBox,
  retailerId: string,
  partnershipId: string,
  channel: NewPartnership['channel'],
): Promise<string> {
  const id = work.newId()
  await work.tx.insert(channels).values({
    retailerId,
    id,
    partnershipId,
    transport: channel.transport,
    format: channel.format,
    version: channel.version,
    settings: channelSettings.parse(channel.settings),
    secrets: channel.secrets ? box.seal(JSON.stringify(channel.secrets)) : null,
    createdAt: work.now,
  })
  return id
}

async function addIdentities(
  work: Work,
  retailerId: string,
  partnershipId: string,
  partner: NewPartnership,
): Promise<void> {
  const x12 = partner.channel.settings.x12
  const names = [
    ...(partner.identities ?? []),
    ...(x12 ? [{ kind: 'x12' as const, own: x12Name(x12.own), partner: x12Name(x12.partner) }] : []),
  ]
  if (names.length === 0) return
  await work.tx
    .insert(identities)
    .values(names.map(name => ({ id: work.newId(), ...name, retailerId, partnershipId, createdAt: work.now })))
}
