import type { Work } from '../../../db/work.ts'
import { connectPartner } from '../../../partners/onboarding/connect.ts'
import type { SecretBox } from '../../../partners/secrets.ts'

interface Partnership {
  retailerId: string
  /** What the partner is called, by its AS2 name, e.g. `NORTHWIND`. We are `HUB`. */
  partner: string
  /** Our key with its certificate. */
  ours: { privateKey: string; certificate: string }
  /** The partner's certificate. */
  theirs: { certificate: string }
  /** AS2 settings beside the names. */
  transport?: Record<string, unknown>
}

/** Makes a retailer and a new partner trade by AS2, each with one certificate. */
export function connectByAs2(work: Work, box: SecretBox, given: Partnership) {
  const { retailerId, partner, ours, theirs, transport } = given
  const name = `${partner[0]}${partner.slice(1).toLowerCase()}`
  return connectPartner(work, box, {
    retailerId,
    supplier: { slug: partner.toLowerCase(), name },
    status: 'live',
    currency: 'USD',
    terms: { netDays: 30 },
    channel: {
      transport: 'as2',
      format: 'x12',
      version: '004010',
      settings: { transport: { ourId: 'HUB', partnerId: partner, ...transport } },
    },
    certificates: { own: [ours], partner: [theirs.certificate] },
    identities: [{ kind: 'as2', own: 'HUB', partner }],
  })
}
