import { and, desc, eq, isNull, ne, or } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type CertificateUse, certificates } from '../../db/schema/index.ts'
import type { SecretBox } from '../secrets.ts'

/** One certificate as the AS2 settings take it. */
interface Credential {
  certificate: string
  /** ISO 8601: from when it is used for what we make. */
  useFrom: string
  uses: ('sign' | 'encrypt')[]
  /** Why it is refused: it was revoked. */
  refused?: string
}

/** Keys and certificates of one partnership, under the names that the AS2 settings have for them. */
export interface Credentials {
  keys: (Credential & { privateKey: string })[]
  partnerCertificates: Credential[]
  /** What we show as a TLS client, if anything is for that. */
  tlsClient?: { privateKey: string; certificate: string }
}

type Row = typeof certificates.$inferSelect

/**
 * Opens the keys and certificates with which a partnership's messages are protected: its own and those that the retailer shares among all,
 * without the retired. The newest comes first, which decides between two that start at once.
 * @param now decides which TLS client certificate is shown
 */
export async function credentialsFor(
  orm: Orm,
  box: SecretBox,
  retailerId: string,
  partnershipId: string,
  now: Date,
): Promise<Credentials> {
  const rows = await orm
    .select()
    .from(certificates)
    .where(
      and(
        eq(certificates.retailerId, retailerId),
        or(eq(certificates.partnershipId, partnershipId), isNull(certificates.partnershipId)),
        ne(certificates.status, 'retired'),
      ),
    )
    .orderBy(desc(certificates.useFrom), desc(certificates.id))
  const own = rows.filter(({ owner }) => owner === 'own')
  const client = own.find(row => row.status === 'active' && row.uses.includes('tls-client') && isRunning(row, now))
  return {
    keys: own
      .map(row => ({ ...credential(row, usesOf(row, own)), privateKey: box.open(row.privateKey!) }))
      .filter(({ uses }) => uses.length > 0),
    partnerCertificates: rows
      .filter(({ owner }) => owner === 'partner')
      .map(row => credential(row, usesOf(row, [])))
      .filter(({ uses }) => uses.length > 0),
    ...(client && { tlsClient: { privateKey: box.open(client.privateKey!), certificate: client.pem + client.chain } }),
  }
}

const isRunning = ({ useFrom, validTo }: Row, now: Date) => useFrom <= now && now < validTo

function credential(row: Row, uses: Credential['uses']): Credential {
  const { pem, useFrom, status, endedAt, endReason } = row
  const refused = `was revoked on ${endedAt?.toISOString().slice(0, 10)} (${endReason}): serial ${row.serial}, ${row.subject}`
  return {
    certificate: pem,
    useFrom: useFrom.toISOString(),
    uses,
    ...(status === 'revoked' && { refused }),
  }
}

/**
 * A key that belongs to one partnership signs there in place of the shared ones: of those only the ones that started before it stay in the
 * running, so that a later roll-over of the shared key does not take its place.
 */
function usesOf(row: Row, own: readonly Row[]): ('sign' | 'encrypt')[] {
  const signs = (one: Row) => one.uses.includes('sign' satisfies CertificateUse)
  const displaced =
    row.partnershipId === null &&
    own.some(one => one.partnershipId !== null && one.status === 'active' && signs(one) && one.useFrom <= row.useFrom)
  return row.uses.filter(use => use === 'encrypt' || (use === 'sign' && !displaced)) as ('sign' | 'encrypt')[]
}
