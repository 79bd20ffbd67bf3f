import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { HubDatabase } from '../db/hub-database.ts'
import { ensureHouse } from '../partners/house.ts'
import { isRightSecret } from '../partners/proof-of-secret.ts'
import { type SecretBox, secretBox } from '../partners/secrets.ts'
import { whyNotListening } from './config/not-listening.ts'
import { installationSecret } from './config/secret.ts'
import { type Settings, WrongSettings } from './config/settings.ts'
import { receiptDelivery } from './doors/as2.ts'
import { createAs2Listener, speaksTls } from './doors/as2-listener.ts'
import type { DoorContext } from './doors/door.ts'
import { emailDoor } from './doors/email.ts'
import { storedRefreshTokens } from './doors/refresh-tokens.ts'
import { sftpDoor } from './doors/sftp.ts'
import { offeredHostKeys } from './doors/sftp-host-keys.ts'
import type { JobContext } from './jobs/context.ts'
import { jobHandlers } from './jobs/registry.ts'
import { startMailReceiver } from './transports/email/server.ts'
import { deliver } from './transports/registry.ts'
import { startSftpServer } from './transports/sftp/server.ts'

/** What the web pages and the API need; they are mounted by `main.ts`. */
export interface WebContext extends DoorContext {
  publicUrl: string
  /** Where partners send AS2 messages. */
  as2Url: string
  secureCookies: boolean
  /** Aborted when the hub begins to stop: answers that are held open end then. */
  closing: AbortSignal
}

/** Builds the HTTP application: portal, API, health and metrics. */
export type BuildWeb = (context: WebContext) => Hono

/** Builds what writes the files that people ask for in the portal: done where jobs are, with or without the portal itself. */
export type BuildFileMaker = (context: DoorContext & { publicUrl: string }) => NonNullable<JobContext['prepareFile']>

/** A hub that is running, and where it listens. */
export interface RunningHub {
  hub: HubDatabase
  /** Ports that are open, by door. */
  ports: Partial<Record<'http' | 'as2' | 'sftp' | 'sftpOlder' | 'smtp', number>>
  /** Takes nothing new, finishes or hands back the work in hand, closes the database. */
  stop(): Promise<void>
}

type Stop = () => Promise<unknown>

/**
 * Opens the database, then the doors that the role asks for, then starts on the jobs. Throws `CannotOpen` and `WrongSettings` for what the operator has to mend;
 * the database is closed then.
 */
export async function startHub(
  settings: Settings,
  log: Logger,
  buildWeb: BuildWeb,
  buildFileMaker?: BuildFileMaker,
): Promise<RunningHub> {
  const hub = await openDatabase(settings, log)
  try {
    return await openDoors(settings, log, { buildWeb, buildFileMaker }, hub)
  } catch (error) {
    await hub.close(settings.STOP_SECONDS)
    throw whyNotListening(error, settings)
  }
}

async function openDoors(
  settings: Settings,
  log: Logger,
  { buildWeb, buildFileMaker }: { buildWeb: BuildWeb; buildFileMaker: BuildFileMaker | undefined },
  hub: HubDatabase,
): Promise<RunningHub> {
  const box = secretBox(installationSecret(settings))
  await prepare(hub, box, settings)
  const context: DoorContext = { hub, box, log, allowPrivateAddresses: settings.ALLOW_PRIVATE_ADDRESSES }
  const stops: Stop[] = []
  const closing = new AbortController()
  const ports: RunningHub['ports'] = {}
  const role = settings.ROLE
  if (role === 'all' || role === 'web')
    await openWeb(settings, { ...context, closing: closing.signal }, buildWeb, ports, stops)
  if (role === 'all' || role === 'sftp') await openFileDoors(settings, context, ports, stops)
  if (role === 'all' || role === 'worker') await startWorking(settings, context, buildFileMaker)
  return {
    hub,
    ports,
    async stop() {
      closing.abort()
      await Promise.all(stops.map(stop => stop()))
      await hub.close(settings.STOP_SECONDS)
    },
  }
}

async function prepare(hub: HubDatabase, box: SecretBox, settings: Settings): Promise<void> {
  await hub.work('system', ensureHouse)
  if (await hub.work('system', work => isRightSecret(work, box))) return
  const which = settings.CROSSDOCK_SECRET ? 'CROSSDOCK_SECRET' : `The secret in ${join(settings.DATA_FOLDER, 'secret')}`
  throw new WrongSettings(
    `${which} is not the one under which this database keeps keys and passwords. Without that one they cannot be read: take it from where the hub ran before, or from the backup.`,
  )
}

function openDatabase(settings: Settings, log: Logger): Promise<HubDatabase> {
  return HubDatabase.open({
    url: settings.DATABASE_URL,
    folder: join(settings.DATA_FOLDER, 'db'),
    connections: settings.DATABASE_CONNECTIONS,
    onError: error => log.error({ err: error }, error.message),
  })
}

async function startWorking(
  settings: Settings,
  context: DoorContext,
  buildFileMaker: BuildFileMaker | undefined,
): Promise<void> {
  const { MAIL_DOMAIN, LARGEST_DOCUMENT_MIB } = settings
  const { hub, box, allowPrivateAddresses } = context
  const deps = { now: hub.now, allowPrivateAddresses, refreshTokens: storedRefreshTokens(context) }
  const handlers = jobHandlers({
    hub,
    box,
    allowPrivateAddresses,
    largestDocument: LARGEST_DOCUMENT_MIB,
    publicUrl: settings.PUBLIC_URL,
    mailDomain: MAIL_DOMAIN === 'localhost' ? undefined : MAIL_DOMAIN,
    deliver: (message, channel) => deliver(message, channel, deps),
    deliverReceipt: receiptDelivery(context),
    ...(buildFileMaker && { prepareFile: buildFileMaker({ ...context, publicUrl: settings.PUBLIC_URL ?? '' }) }),
  })
  await hub.startWorkers(handlers)
}

async function openWeb(
  settings: Settings,
  context: DoorContext & Pick<WebContext, 'closing'>,
  buildWeb: BuildWeb,
  ports: RunningHub['ports'],
  stops: Stop[],
): Promise<void> {
  // The address has to be known before the pages are built, and the port only once it is open.
  let app: Hono | undefined
  const starting = () => new Response('The hub is starting.\n', { status: 503, headers: { 'Retry-After': '1' } })
  const http = serve({
    // The connection goes along: limits on sign-in count by the address at its other end.
    fetch: (request, connection) => app?.fetch(request, connection) ?? starting(),
    hostname: settings.HOST,
    port: settings.PORT,
  })
  await listening(http)
  ports.http = portOf(http)
  const publicUrl = settings.PUBLIC_URL ?? `http://${settings.HOST}:${ports.http}`
  stops.push(() => closeServer(http))
  ports.as2 = await openAs2(settings, context, stops)
  const as2Url = settings.AS2_URL ?? `${speaksTls(settings) ? 'https' : 'http'}://${settings.HOST}:${ports.as2}/as2`
  app = buildWeb({ ...context, publicUrl, as2Url, secureCookies: publicUrl.startsWith('https:') })
}

async function openAs2(settings: Settings, context: DoorContext, stops: Stop[]): Promise<number> {
  const as2 = createAs2Listener(settings, context)
  as2.listen(settings.AS2_PORT, settings.HOST)
  await listening(as2)
  stops.push(() => closeServer(as2))
  return portOf(as2)
}

async function openFileDoors(
  settings: Settings,
  context: DoorContext,
  ports: RunningHub['ports'],
  stops: Stop[],
): Promise<void> {
  const sftp = {
    host: settings.HOST,
    hostKeys: () => offeredHostKeys(context.hub, context.box),
    mailbox: sftpDoor(context),
    log: context.log,
  }
  const modern = await startSftpServer({ ...sftp, port: settings.SFTP_PORT })
  ports.sftp = modern.port
  stops.push(() => modern.close())
  if (settings.SFTP_OLDER_PORT !== undefined) {
    const older = await startSftpServer({ ...sftp, port: settings.SFTP_OLDER_PORT, algorithms: 'older' })
    ports.sftpOlder = older.port
    stops.push(() => older.close())
  }
  const mail = await startMailReceiver({
    port: settings.SMTP_PORT,
    host: settings.HOST,
    name: settings.MAIL_DOMAIN,
    deps: emailDoor(context),
  })
  ports.smtp = mail.port
  stops.push(() => mail.close())
}

async function listening(server: ServerType | Server): Promise<void> {
  if (!server.listening) await once(server, 'listening')
}

const portOf = (server: ServerType | Server) => (server.address() as AddressInfo).port

/** Lets requests in hand finish; idle connections are cut. */
async function closeServer(server: ServerType | Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  await closed
}
