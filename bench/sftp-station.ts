import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { HubDatabase } from '../db/hub-database.ts'
import { retailers } from '../db/schema/index.ts'
import { sftpDoor } from '../gateway/doors/sftp.ts'
import { recordDelivery, storeOutbound } from '../gateway/journal/outbound.ts'
import { generateHostKeys, publicKeyLine, readPublicKey } from '../gateway/transports/sftp/host-key.ts'
import { startSftpServer } from '../gateway/transports/sftp/server.ts'
import { connectPartner } from '../partners/onboarding/connect.ts'
import { secretBox } from '../partners/secrets.ts'

/** What a process with the SFTP server says once it listens. */
export interface SftpStationReport {
  port: number
  /** Lines for `known_hosts`, without the host. */
  hostKeys: string[]
}

/** The hub's SFTP server on PostgreSQL in a process of its own, as `ROLE=sftp` has it, with files that wait for the partner. */
const [databaseUrl, userKey, waiting = '[]'] = process.argv.slice(2)
const hub = await HubDatabase.open({ url: databaseUrl })
const box = secretBox('a secret for benchmarks')
const log = pino({ level: 'error' }, pino.destination(2))
const retailerId = hub.newId()
const { partnershipId } = await hub.work('bench', async work => {
  await work.tx.insert(retailers).values({ id: retailerId, slug: 'bench', name: 'Bench', createdAt: work.now })
  return await connectPartner(work, box, {
    retailerId,
    supplier: { slug: 'partner', name: 'Partner' },
    status: 'live',
    currency: 'USD',
    terms: { netDays: 30 },
    channel: {
      transport: 'sftp',
      format: 'csv',
      settings: { transport: { mode: 'host', authorizedKeys: [userKey] } },
    },
    identities: [{ kind: 'sftp', own: '', partner: 'partner' }],
  })
})
for (const { name, bytes } of JSON.parse(waiting) as { name: string; bytes: number }[]) {
  const id = hub.newId()
  await hub.work('bench', async work => {
    const message = {
      retailerId,
      id,
      partnershipId,
      transport: 'sftp' as const,
      fileName: name,
      contentType: 'text/csv',
    }
    await storeOutbound(work, { ...message, bytes: Buffer.alloc(bytes, name) })
    await recordDelivery(work, retailerId, id, { ok: true, confirmed: false, reference: name })
  })
}
// A database that has run for a minute knows its tables; plans made before that would be measured otherwise.
await hub.orm.execute(sql`vacuum analyze`)
const hostKeys = generateHostKeys()
const mailbox = sftpDoor({ hub, box, log, allowPrivateAddresses: true })
const { port } = await startSftpServer({ port: 0, host: '127.0.0.1', hostKeys, mailbox, log })
const lines = hostKeys.flatMap(text => {
  const key = readPublicKey(text)
  return key ? [publicKeyLine(key)] : []
})
process.send?.({ port, hostKeys: lines } satisfies SftpStationReport)
