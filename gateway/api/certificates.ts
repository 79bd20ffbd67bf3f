import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  type CertificateOwner,
  type CertificateUse,
  certificateOwners,
  certificateStatuses,
  certificates,
  certificateUses,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { settleWarnings } from '../../engine/certificates/watch.ts'
import { refusalOf } from '../../engine/refusal.ts'
import { addCertificate } from '../../partners/certificates/add.ts'
import { revokeCertificate } from '../../partners/certificates/end.ts'
import { keysHere, previewImport } from '../../partners/certificates/preview.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import type { Issue } from '../../translators/issue.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { exampleCertificate } from './example-certificate.ts'
import { found, idParams, moment, momentFilter } from './fields.ts'
import { matching, partnerFilter } from './filters.ts'
import { refuseUnknownPartner } from './known-partner.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Certificates'

const certificateSchema = z
  .object({
    id: z.uuid(),
    partnershipId: z.uuid().nullable().describe('Null: our own that all partners share.'),
    owner: z.enum(certificateOwners),
    status: z.enum(certificateStatuses),
    uses: z.array(z.enum(certificateUses)),
    subject: z.string(),
    issuer: z.string(),
    serial: z.string(),
    fingerprint: z.string().describe('SHA-256, hex.'),
    validFrom: moment,
    validTo: moment,
    useFrom: moment.describe('From when messages are signed with it, or encrypted for it.'),
    endedAt: moment.nullable().describe('When it was retired or revoked.'),
    endReason: z.string().nullable(),
    pem: z.string(),
  })
  .meta({ id: 'Certificate', description: 'What AS2 messages are protected with: ours or a partner’s.' })

const shown = {
  id: certificates.id,
  partnershipId: certificates.partnershipId,
  owner: certificates.owner,
  status: certificates.status,
  uses: certificates.uses,
  subject: certificates.subject,
  issuer: certificates.issuer,
  serial: certificates.serial,
  fingerprint: certificates.fingerprint,
  validFrom: certificates.validFrom,
  validTo: certificates.validTo,
  useFrom: certificates.useFrom,
  endedAt: certificates.endedAt,
  endReason: certificates.endReason,
  pem: certificates.pem,
}

async function certificateById(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select(shown)
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.id, id)))
  return found(row, 'certificate')
}

interface Import {
  owner: CertificateOwner
  partnershipId: string | null
  uses: CertificateUse[]
  file: string
  password: string
  useFrom?: string | undefined
}

/** Keeps every certificate of a file. Throws `invalid-input` with what speaks against one of them, and keeps none then. */
async function importCertificates(work: Work, box: SecretBox, retailerId: string, given: Import): Promise<string[]> {
  const { owner, partnershipId, uses, file, password, useFrom } = given
  if (partnershipId !== null) await refuseUnknownPartner(work.tx, retailerId, partnershipId)
  const keys = await keysHere(work.tx, retailerId)
  const preview = previewImport({ bytes: Buffer.from(file), password }, { owner, uses }, keys, work.now)
  const issues = preview.ok ? preview.certificates.flatMap(({ issues }) => issues) : [preview.issue]
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (!preview.ok || errors.length > 0) throw refusalOf(errors.map(inFile))
  const ids: string[] = []
  for (const { certificate, chain, privateKey } of preview.certificates) {
    const key = privateKey && { privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
    const from = useFrom !== undefined && { useFrom: new Date(useFrom) }
    const command = { retailerId, partnershipId, owner, uses, certificate, chain, ...key, ...from }
    ids.push(await addCertificate(work, box, command))
  }
  return ids
}

const inFile = (issue: Issue): Issue => ({ ...issue, at: { path: issue.at.path ?? 'file' } })

export const certificateEndpoints = [
  retailerRead({
    path: '/certificates',
    scope: 'partners:read',
    tag,
    summary: 'List certificates, newest first',
    description: 'No private key is ever shown.',
    query: pageQuery.extend({
      partnershipId: partnerFilter,
      status: z.enum(certificateStatuses).optional(),
      owner: z.enum(certificateOwners).optional(),
    }),
    answers: { 200: { description: 'A page of certificates.', schema: listOf(certificateSchema) } },
    async run({ orm, tenant: { retailerId }, query }) {
      const rows = await orm
        .select(shown)
        .from(certificates)
        .where(
          and(
            eq(certificates.retailerId, retailerId),
            matching(certificates.partnershipId, query.partnershipId),
            matching(certificates.status, query.status),
            matching(certificates.owner, query.owner),
            olderThan(certificates.id, query.cursor),
          ),
        )
        .orderBy(desc(certificates.id))
        .limit(oneMore(query))
      return json(200, pageOf(rows, query))
    },
  }),
  retailerRead({
    path: '/certificates/{id}',
    scope: 'partners:read',
    tag,
    summary: 'One certificate',
    params: idParams,
    answers: { 200: { description: 'The certificate.', schema: certificateSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, await certificateById(orm, retailerId, params.id))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/certificates',
    scope: 'partners:write',
    tag,
    summary: 'Add certificates',
    description:
      'All that the file holds: PEM (one or many), or the base64 of DER, P7B, P12 or PFX. Our own come with their private key, or answer a request made in the console; a partner’s never bring one.',
    secret: true,
    body: z
      .strictObject({
        owner: z.enum(certificateOwners),
        partnershipId: z.uuid().nullable().default(null).describe('Null: our own that all partners share.'),
        uses: z.array(z.enum(certificateUses)).min(1),
        file: z.string().min(1).max(1_500_000),
        password: z.string().max(200).default(''),
        useFrom: momentFilter.optional().describe('From when messages are signed with it, or encrypted for it.'),
      })
      .refine(({ owner, partnershipId }) => owner === 'own' || partnershipId !== null, {
        path: ['partnershipId'],
        message: 'Say whose it is.',
      })
      .meta({ id: 'NewCertificates' }),
    example: {
      owner: 'partner',
      partnershipId: '01890000-0000-7000-8000-000000000002',
      uses: ['sign', 'encrypt'],
      file: exampleCertificate,
    },
    answers: {
      201: {
        description: 'Kept, and in use from its moment on.',
        schema: z.object({ data: z.array(certificateSchema) }),
      },
    },
    async run({ work, box, tenant: { retailerId }, body }) {
      const ids = await importCertificates(work, box, retailerId, body)
      await settleWarnings(work, retailerId)
      const data = []
      for (const id of ids) data.push(await certificateById(work.tx, retailerId, id))
      return json(201, { data }, ids.length === 1 ? `/certificates/${ids[0]}` : undefined)
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/certificates/{id}/revoke',
    scope: 'partners:write',
    tag,
    summary: 'Revoke a certificate',
    description:
      'For a key that was lost or stolen. From the next message on everything under it is refused with the reason, and it cannot be taken back.',
    params: idParams,
    body: z
      .strictObject({
        reason: z.string().trim().min(1).max(500).describe('Whoever is refused because of it reads this.'),
      })
      .meta({ id: 'CertificateRevocation' }),
    example: { reason: 'The partner’s key was copied' },
    answers: { 200: { description: 'Revoked.', schema: certificateSchema } },
    async run({ work, tenant: { retailerId }, params: { id }, body: { reason } }) {
      await revokeCertificate(work, { retailerId, id, reason })
      await settleWarnings(work, retailerId)
      return json(200, await certificateById(work.tx, retailerId, id))
    },
  }),
]
