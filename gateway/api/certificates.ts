import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { certificateOwners, certificateStatuses, certificates, certificateUses } from '../../db/schema/index.ts'
import { settleWarnings } from '../../engine/certificates/watch.ts'
import { revokeCertificate } from '../../partners/certificates/end.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, moment } from './fields.ts'
import { matching } from './filters.ts'
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

export const certificateEndpoints = [
  retailerRead({
    path: '/certificates',
    scope: 'partners:read',
    tag,
    summary: 'List certificates, newest first',
    description: 'No private key is ever shown.',
    query: pageQuery.extend({
      partnershipId: z.uuid().optional(),
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
