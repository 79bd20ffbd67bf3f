import type { Socket } from 'node:net'
import type { AuthContext, ClientInfo, Connection } from 'ssh2'
import { FolderView } from './folder-view.ts'
import type { SftpLimits } from './limits.ts'
import type { SftpLog } from './log.ts'
import { judge, SignInGuard } from './login.ts'
import type { Account, Mailbox } from './mailbox.ts'
import { type ServedSession, serveSession } from './session.ts'
import { AccountStaging } from './staging.ts'
import { VirtualFiles } from './virtual-files.ts'

/** What all connections of a server share. */
export interface ConnectionsOptions {
  mailbox: Mailbox
  log: SftpLog
  limits: SftpLimits
  temporarySuffixes: readonly string[]
  now: () => Date
  newId: () => string
}

/** One connection, as long as its socket is there. */
interface Live {
  socket: Socket
  address: string
  /** From when the client has greeted. */
  client?: Connection
  account?: Account
  sessions: Set<ServedSession>
  refusals: number
  evidence: Record<string, string>
  /** It was told to end; only its farewell is waited for. */
  ending: boolean
  /** Runs until sign-in, then from request to request. */
  timer?: NodeJS.Timeout
}

/** How long a connection that was told to end may take, in milliseconds. */
const farewell = 2_000

/** The connections of one server and what their accounts hold. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #guard: SignInGuard
  readonly #staging = new Map<string, AccountStaging>()
  /** By the address and port of the other end, which is all that ssh2 tells of a connection. */
  readonly #live = new Map<string, Live>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
    this.#guard = new SignInGuard(options.limits)
  }

  /** Takes up a new socket and watches its time. False, and the socket destroyed, when it has gone already. */
  admit(socket: Socket): boolean {
    const { remoteAddress: address, remotePort: port } = socket
    if (!address || !port) {
      socket.destroy()
      return false
    }
    const live: Live = { socket, address, sessions: new Set(), refusals: 0, evidence: { address }, ending: false }
    const key = peer(address, port)
    this.#live.set(key, live)
    socket.on('close', () => this.#closed(key, live))
    this.#endAfter(live, this.#options.limits.signInWithin)
    return true
  }

  /** Serves a client that has greeted, to its end. */
  serve(client: Connection, info: ClientInfo): void {
    const { log } = this.#options
    const live = this.#live.get(peer(info.ip, info.port))
    if (!live) {
      client.end()
      return
    }
    live.client = client
    live.evidence = { ...live.evidence, client: info.header.versions.software }
    client.on('error', error => log.info({ address: info.ip, error: error.message }, 'SFTP connection error'))
    client.on('authentication', context => void this.#signIn(live, context))
    client.on('session', (accept, reject) => {
      const { account } = live
      if (!account || live.sessions.size >= sessionsPerConnection) return reject()
      accept().on('sftp', acceptSftp => this.#openSession(live, account, acceptSftp()))
    })
  }

  /** Forgets uploads and refusals that have waited too long, and accounts that hold nothing. */
  sweep(): void {
    const now = this.#options.now()
    this.#guard.expire(now)
    for (const [key, staging] of this.#staging) {
      staging.expire(now)
      if (staging.empty) this.#staging.delete(key)
    }
  }

  /** Ends every connection once its requests so far are answered. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.#live.values()].map(async live => {
        await Promise.all([...live.sessions].map(session => session.settled()))
        this.#hangUp(live)
      }),
    )
  }

  async #signIn(live: Live, context: AuthContext): Promise<void> {
    const { mailbox, log, limits, now } = this.#options
    const { address } = live
    if (live.ending) return
    if (this.#guard.blocks(address, now())) {
      log.warn(
        { address, username: context.username },
        'SFTP sign-in refused: too many wrong attempts from this address',
      )
      return this.#hangUp(live)
    }
    const signIn = await judge(context, mailbox).catch((error: unknown) => {
      log.error({ err: error, address }, 'SFTP sign-in could not be judged')
      return { kind: 'refused', guess: false } as const
    })
    if (signIn.kind === 'offered') return context.accept()
    if (signIn.kind === 'accepted') return this.#welcome(live, context, signIn.account, signIn.by)
    if (signIn.guess) {
      this.#guard.refused(address, now())
      log.warn({ address, username: context.username, method: context.method }, 'SFTP sign-in refused')
    }
    if (context.method !== 'none' && ++live.refusals >= limits.attemptsPerConnection) return this.#hangUp(live)
    context.reject(['publickey', 'password'])
  }

  #welcome(live: Live, context: AuthContext, account: Account, by: string): void {
    const { limits, log } = this.#options
    const staging = this.#stagingOf(account)
    if (staging.connections >= limits.accountConnections) {
      log.warn(
        { address: live.address, username: account.username },
        'SFTP sign-in refused: too many connections of this account',
      )
      this.#hangUp(live)
      return
    }
    staging.connections++
    live.account = account
    live.evidence = { ...live.evidence, username: account.username, authentication: by }
    log.info({ ...live.evidence, partnershipId: account.partnershipId }, 'SFTP sign-in')
    this.#endAfter(live, limits.idleFor)
    context.accept()
  }

  #openSession(live: Live, account: Account, sftp: Parameters<typeof serveSession>[0]): void {
    const { mailbox, limits, log, temporarySuffixes, now, newId } = this.#options
    const view = new FolderView(mailbox, account, now)
    const staging = this.#stagingOf(account)
    const { evidence } = live
    const files = new VirtualFiles({
      account,
      mailbox,
      view,
      staging,
      limits,
      temporarySuffixes,
      evidence,
      log,
      now,
      newId,
    })
    const session = serveSession(sftp, {
      files,
      log,
      waitingRequests: limits.waitingRequests,
      onRequest: () => {
        if (!live.ending) live.timer?.refresh()
      },
      hangUp: () => this.#hangUp(live),
    })
    live.sessions.add(session)
    sftp.on('close', () => live.sessions.delete(session))
  }

  #stagingOf(account: Account): AccountStaging {
    const key = JSON.stringify([account.retailerId, account.partnershipId, account.username])
    const staging = this.#staging.get(key) ?? new AccountStaging(this.#options.limits)
    this.#staging.set(key, staging)
    return staging
  }

  #endAfter(live: Live, milliseconds: number): void {
    if (live.ending) return
    clearTimeout(live.timer)
    live.timer = setTimeout(() => this.#hangUp(live), milliseconds)
    live.timer.unref()
  }

  #hangUp(live: Live): void {
    if (live.ending) return
    live.ending = true
    clearTimeout(live.timer)
    live.timer = setTimeout(() => live.socket.destroy(), farewell)
    live.timer.unref()
    if (live.client) live.client.end()
    else live.socket.destroy()
  }

  #closed(key: string, live: Live): void {
    clearTimeout(live.timer)
    this.#live.delete(key)
    for (const session of live.sessions) session.abandon()
    if (live.account) this.#stagingOf(live.account).connections--
  }
}

function peer(address: string, port: number): string {
  return `${address} ${port}`
}

/** SFTP clients open one; some open a second for listings. */
const sessionsPerConnection = 10
