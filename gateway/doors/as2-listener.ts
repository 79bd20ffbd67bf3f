import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { Server } from 'node:http'
import { createSecureContext } from 'node:tls'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { certificates, identities } from '../../db/schema/index.ts'
import { type Settings, WrongSettings } from '../config/settings.ts'
import { receiveAs2 } from '../transports/as2/receive.ts'
import { type As2Client, type As2ServerOptions, createAs2Server } from '../transports/as2/server.ts'
import { as2Door } from './as2.ts'
import type { DoorContext } from './door.ts'

type TlsSettings = Pick<Settings, 'AS2_TLS_KEY' | 'AS2_TLS_CERTIFICATE' | 'AS2_TLS_CLIENTS'>

/** Certificates are renewed on disk by other programs: a change is looked for so often, in milliseconds. */
const lookEvery = 60_000

/**
 * The server on the AS2 port: HTTP, or TLS where a key and certificate are set. A certificate that is renewed on disk is used from the next
 * connection on; one that cannot be read is told, and the one before stays in use. Throws `WrongSettings` when the files cannot be used at the start.
 */
export function createAs2Listener(settings: TlsSettings, context: DoorContext, every = lookEvery): Server {
  const deps = as2Door(context)
  const tls = readTls(settings)
  const server = createAs2Server({
    handle: request => receiveAs2(request, deps),
    onError: error => context.log.error({ err: error }, 'An AS2 message could not be taken'),
    ...(tls && { tls, refuseClient: client => whyRevoked(context, client) }),
  })
  if (tls) followFiles(server, settings, context, every)
  return server
}

/**
 * Whoever signed it: a certificate lets nobody in to a retailer that has revoked it, and what another retailer thinks of it does not matter there. Where no
 * partnership is named, it is refused when nobody here trusts it any more.
 */
async function whyRevoked(
  { hub, log }: DoorContext,
  { fingerprint, as2From = '', as2To = '' }: As2Client,
): Promise<string | undefined> {
  const [revoked] = await rowsOf<{ day: string; reason: string }>(
    hub.orm,
    sql`with named as (
        select i.retailer_id from ${identities} i where i.kind = 'as2' and i.own = ${as2To} and i.partner = ${as2From})
      select to_char(c.ended_at at time zone 'UTC', 'YYYY-MM-DD') as day, c.end_reason as reason from ${certificates} c
      where c.fingerprint = ${fingerprint} and c.status = 'revoked'
        and case when exists (select from named) then c.retailer_id in (select retailer_id from named)
          else not exists (select from ${certificates} o where o.fingerprint = ${fingerprint} and o.status = 'active') end
      order by c.ended_at limit 1`,
  )
  if (!revoked) return undefined
  log.warn({ fingerprint }, 'A client with a revoked certificate was refused')
  return `The client certificate was revoked on ${revoked.day} (${revoked.reason}).`
}

/** Whether partners reach the AS2 port by https. */
export const speaksTls = (settings: TlsSettings): boolean => settings.AS2_TLS_KEY !== undefined

function readTls(settings: TlsSettings): As2ServerOptions['tls'] {
  const { AS2_TLS_KEY, AS2_TLS_CERTIFICATE, AS2_TLS_CLIENTS } = settings
  if (AS2_TLS_KEY === undefined || AS2_TLS_CERTIFICATE === undefined) return undefined
  const tls = {
    key: readPem('AS2_TLS_KEY', AS2_TLS_KEY),
    cert: readPem('AS2_TLS_CERTIFICATE', AS2_TLS_CERTIFICATE),
    ...(AS2_TLS_CLIENTS && { clientAuthorities: [readPem('AS2_TLS_CLIENTS', AS2_TLS_CLIENTS)] }),
  }
  try {
    createSecureContext(contextOf(tls))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new WrongSettings(`AS2_TLS_KEY and AS2_TLS_CERTIFICATE cannot be used together: ${reason}.`)
  }
  return tls
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new WrongSettings(`${name} is “${path}”, which cannot be read: ${reason}.`)
  }
}

const contextOf = ({ key, cert, clientAuthorities }: NonNullable<As2ServerOptions['tls']>) => ({
  key,
  cert,
  ...(clientAuthorities && { ca: clientAuthorities }),
})

function followFiles(server: Server, settings: TlsSettings, { log }: DoorContext, every: number): void {
  const paths = [settings.AS2_TLS_KEY, settings.AS2_TLS_CERTIFICATE, settings.AS2_TLS_CLIENTS].filter(
    path => path !== undefined,
  )
  const take = () => {
    try {
      // `createAs2Listener` makes a TLS server whenever there is something to follow.
      ;(server as unknown as { setSecureContext(options: object): void }).setSecureContext(
        contextOf(readTls(settings)!),
      )
      log.info('The certificate of the AS2 port was read anew')
    } catch (error) {
      log.error({ err: error }, 'The new certificate of the AS2 port cannot be used; the one before stays')
    }
  }
  for (const path of paths) watchFile(path, { interval: every, persistent: false }, take)
  server.once('close', () => {
    for (const path of paths) unwatchFile(path, take)
  })
}
