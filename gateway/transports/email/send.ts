import type { Socket } from 'node:net'
import nodemailer from 'nodemailer'
import type { Delivery, DeliveryFailure, OutboundMessage } from '../contract.ts'
import { accessTokenOf, forgetToken, type RefreshTokens } from '../oauth.ts'
import { connectPublicly, type SocketTarget } from '../public-socket.ts'
import { failureOf } from './failures.ts'
import { type Letter, letterOf } from './letter.ts'
import type { EmailSettings } from './settings.ts'

/** What sending needs of its surroundings. */
export interface SendEmailDeps {
  /** The Date header's time. */
  now: () => Date
  /** `false`: servers in private address ranges are not called. */
  allowPrivateAddresses: boolean
  /** Where refresh tokens are kept that a server replaces. */
  refreshTokens?: RefreshTokens
}

/** What an SMTP server said to the mail, as far as it is kept. */
interface Sent {
  accepted: readonly unknown[]
  rejected: readonly unknown[]
  response: string
}

/**
 * Sends one message as an attachment over SMTP (RFC 5321). Confirmed when the partner's server has answered the data with 250. The Message-ID is
 * made of the journal's id, so that a mail sent again after a lost answer is known as the same.
 */
export async function sendEmail(
  message: OutboundMessage,
  settings: EmailSettings,
  deps: SendEmailDeps,
): Promise<Delivery> {
  const letter = await letterOf(message, settings)
  const mail = mailOf(message, letter, settings, deps.now())
  const sent = await signedIn(settings, deps, client => client.sendMail(mail))
  return sent.ok ? outcome(sent.answer, messageIdOf(message, settings), settings, letter.evidence) : sent
}

/** Tries the way to the partner's server without sending: connects, agrees on TLS and signs in. `undefined` when all of it worked. */
export async function testEmail(settings: EmailSettings, deps: SendEmailDeps): Promise<DeliveryFailure | undefined> {
  const tried = await signedIn(settings, deps, client => client.verify())
  return tried.ok ? undefined : tried.failure
}

type Client = ReturnType<typeof transportOf>

/** Talks to the server. A token that was given earlier and is refused now is asked for anew, once. */
async function signedIn<T>(
  settings: EmailSettings,
  deps: SendEmailDeps,
  talk: (client: Client) => Promise<T>,
  again = false,
): Promise<{ ok: true; answer: T } | { ok: false; failure: DeliveryFailure }> {
  const { oauth } = settings
  const token = oauth && (await accessTokenOf(oauth, deps))
  if (token && !token.ok) return token
  const client = transportOf(settings, deps, token?.accessToken)
  try {
    return { ok: true, answer: await talk(client) }
  } catch (error) {
    const failure = failureOf(error)
    const refused = oauth && failure.code === 'authentication-failed'
    if (refused) forgetToken(oauth)
    return refused && token?.remembered && !again ? await signedIn(settings, deps, talk, true) : { ok: false, failure }
  } finally {
    client.close()
  }
}

/** The Message-ID of a message, without angle brackets: the same at every attempt. */
function messageIdOf(message: Pick<OutboundMessage, 'id'>, settings: Pick<EmailSettings, 'from'>): string {
  return `${message.id}@${settings.from.slice(settings.from.lastIndexOf('@') + 1).toLowerCase()}`
}

function signInOf({ user, password }: EmailSettings, accessToken: string | undefined) {
  if (!user) return {}
  return { auth: accessToken ? { type: 'OAuth2' as const, user, accessToken } : { user, pass: password ?? '' } }
}

function transportOf(settings: EmailSettings, { allowPrivateAddresses }: SendEmailDeps, accessToken?: string) {
  const wait = settings.timeoutSeconds * 1000
  return nodemailer.createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === 'implicit',
    requireTLS: settings.tls === 'starttls',
    ignoreTLS: settings.tls === 'none',
    tls: {
      // Who would take a mail without TLS gains nothing from refusing a certificate.
      rejectUnauthorized: settings.tls !== 'opportunistic',
      ...(settings.certificateAuthority ? { ca: settings.certificateAuthority } : {}),
    },
    ...signInOf(settings, accessToken),
    connectionTimeout: wait,
    greetingTimeout: wait,
    socketTimeout: wait,
    dnsTimeout: wait,
    ...(allowPrivateAddresses
      ? {}
      : { getSocket: publicSocket({ host: settings.host, port: settings.port, timeout: wait }) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function publicSocket(target: SocketTarget) {
  return (_options: unknown, done: (error: Error | null, socket?: { connection: Socket }) => void) => {
    connectPublicly(target).then(
      connection => done(null, { connection }),
      error => done(error as Error),
    )
  }
}

function mailOf(message: OutboundMessage, letter: Letter, settings: EmailSettings, date: Date) {
  const { subject, text, html, attachments } = letter
  const { from, fromName, to, cc, replyTo, dkim } = settings
  return {
    messageId: `<${messageIdOf(message, settings)}>`,
    date,
    from: fromName ? { name: fromName, address: from } : from,
    to,
    cc,
    // Announced (RFC 1870), so that a server that takes no mail of this size says so before the data.
    envelope: {
      from,
      to: [...to, ...cc],
      size: encodedSize(attachments.reduce((sum, { content }) => sum + content.length, 0)),
    },
    ...(replyTo ? { replyTo } : {}),
    subject,
    text,
    html,
    headers: {
      // RFC 3834, 5: asks others' machines not to answer; X-Loop lets our own receiver know its mail when it comes back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'X-Loop': replyTo ?? from,
    },
    attachments,
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } } : {}),
  }
}

/** The least that bytes come to in base64 with lines of 76 characters. */
function encodedSize(bytes: number): number {
  return Math.floor((bytes * 4 * 78) / (3 * 76))
}

/** Taken by at least one of the addresses in `to`: sending again would double it for those that have it. */
function outcome(sent: Sent, reference: string, settings: EmailSettings, more: Record<string, string>): Delivery {
  const accepted = sent.accepted.map(String)
  const wanted = new Set(settings.to.map(address => address.toLowerCase()))
  if (!accepted.some(address => wanted.has(address.toLowerCase())))
    return {
      ok: false,
      failure: { code: 'partner-refused', detail: `Refused for ${sent.rejected.map(String).join(', ')}` },
    }
  const evidence: Record<string, string> = { response: sent.response, accepted: accepted.join(', '), ...more }
  if (sent.rejected.length > 0) evidence.rejected = sent.rejected.map(String).join(', ')
  return { ok: true, confirmed: true, reference, evidence }
}
