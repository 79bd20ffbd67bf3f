import type { HubDatabase } from '../../../db/hub-database.ts'
import { createCertificate } from '../../../partners/certificates/create-certificate.ts'
import { type ConnectedPartnership, connectPartner } from '../../../partners/onboarding/connect.ts'
import { secretBox } from '../../../partners/secrets.ts'

/** A partner that is sent mail through a server on this machine, and has handed over a certificate. */
export async function connectMailPartner(
  hub: HubDatabase,
  retailerId: string,
  name: string,
  port = 1,
): Promise<ConnectedPartnership> {
  const now = hub.now().getTime()
  const validity = { validFrom: new Date(now - 60_000), validTo: new Date(now + 100 * 86_400_000) }
  const { certificate } = await createCertificate({ keySize: 2048, commonName: name, serial: '2a', ...validity })
  const transport = { host: '127.0.0.1', port, tls: 'none', from: 'a@hub.example', to: ['b@c.example'] }
  return await hub.work('system', work =>
    connectPartner(work, secretBox('a secret for tests only'), {
      ...{ retailerId, status: 'live' as const, currency: 'USD', terms: { netDays: 30 } },
      supplier: { slug: `connected-${work.newId()}`, name },
      channel: { transport: 'email', format: 'csv', settings: { transport } },
      certificates: { own: [], partner: [certificate] },
    }),
  )
}
