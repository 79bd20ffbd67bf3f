import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Mailbox, MailReceiverDeps } from './mailbox.ts'
import { receiveMail } from './receive.ts'

export interface MailLimits {
  /** Largest mail in bytes. Attachments are a third longer in a mail than as a file. */
  bytes: number
  recipients: number
  connections: number
  /** Milliseconds without a word after which a connection is closed. */
  idle: number
}

const usualLimits: MailLimits = { bytes: 50 * 1024 * 1024, recipients: 100, connections: 200, idle: 60_000 }

export interface MailReceiverOptions {
  host: string
  /** 0 chooses a free port. */
  port: number
  /** The name by which the server greets. */
  name?: string
  /** Offers STARTTLS with this certificate and key (PEM). Without it the receiver speaks plain SMTP only. */
  tls?: { key: string; cert: string }
  limits?: Partial<MailLimits>
  deps: MailReceiverDeps
}

export interface MailReceiver {
  port: number
  /** Stops listening, lets mails that are being committed finish, and closes the rest. */
  close: () => Promise<void>
}

/** How long a mail that is being committed may keep the receiver from closing. */
const longestClose = 10_000

/** Starts an SMTP server that hands each attachment to the journal and confirms a mail with 250 only when all of it is committed. */
export async function startMailReceiver(options: MailReceiverOptions): Promise<MailReceiver> {
  const { deps } = options
  const limits = { ...usualLimits, ...options.limits }
  const mailboxes = new WeakMap<object, Map<string, Mailbox>>()
  const working = new Set<Promise<void>>()
  const server = new SMTPServer({
    ...(options.name ? { name: options.name } : {}),
    ...(options.tls ?? {}),
    banner: 'Crossdock',
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: limits.bytes,
    maxClients: limits.connections,
    socketTimeout: limits.idle,
    closeTimeout: longestClose,
    onMailFrom: (_address, session, done) => {
      mailboxes.set(session, new Map())
      done()
    },
    onRcptTo: ({ address }, session, done) => {
      const known = mailboxes.get(session) ?? new Map<string, Mailbox>()
      mailboxes.set(session, known)
      addRecipient(address.toLowerCase(), known, limits, deps).then(
        refusal => done(refusal),
        error => done(failed(error, deps)),
      )
    },
    onData: (stream, session, done) => {
      const work = take(stream, session, mailboxes.get(session) ?? new Map(), limits, deps)
        .catch(error => failed(error, deps))
        .then(refusal => {
          done(refusal, 'Kept')
        })
        .finally(() => working.delete(work))
      working.add(work)
    },
  })
  server.on('error', error => deps.onError?.(error))
  const port = await listen(server, options.port, options.host)
  return { port, close: () => close(server, working) }
}

/** An answer that an SMTP server gives in place of success. */
function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** Not our word against the mail: the sender keeps it and comes back. */
function failed(error: unknown, deps: MailReceiverDeps): Error {
  deps.onError?.(error)
  return answer(451, '4.3.0 Could not be kept just now, try again later')
}

async function addRecipient(
  address: string,
  known: Map<string, Mailbox>,
  limits: MailLimits,
  deps: MailReceiverDeps,
): Promise<Error | undefined> {
  if (known.size >= limits.recipients) return answer(452, '4.5.3 Too many recipients')
  const mailbox = await deps.findMailbox(address)
  if (!mailbox) return answer(550, '5.1.1 No such mailbox here')
  known.set(address, mailbox)
  return undefined
}

async function take(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  mailboxes: ReadonlyMap<string, Mailbox>,
  limits: MailLimits,
  deps: MailReceiverDeps,
): Promise<Error | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= limits.bytes) chunks.push(chunk)
    else chunks.length = 0
  }
  if (stream.sizeExceeded || length > limits.bytes)
    return answer(552, '5.3.4 The mail is larger than this server takes')
  const { mailFrom } = session.envelope
  await receiveMail(
    {
      raw: Buffer.concat(chunks),
      envelopeFrom: mailFrom ? mailFrom.address : '',
      recipients: [...mailboxes].map(([address, mailbox]) => ({ address, mailbox })),
      remoteAddress: session.remoteAddress,
      ...(session.hostNameAppearsAs && { helo: session.hostNameAppearsAs }),
    },
    deps,
  )
  return undefined
}

function listen(server: SMTPServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.off('error', reject)
      resolve((server.server.address() as AddressInfo).port)
    })
  })
}

async function close(server: SMTPServer, working: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  await Promise.race([Promise.allSettled([...working]), closed])
  // The last answers leave before their connections close.
  await new Promise(setImmediate)
  for (const connection of server.connections) {
    connection.send(421, 'Server shutting down')
    connection.close()
  }
  await closed
}
