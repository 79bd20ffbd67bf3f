import type { z } from 'zod'
import type { Channel } from '../../partners/channels/channel.ts'
import { sendAs2 } from './as2/send.ts'
import { as2Settings } from './as2/settings.ts'
import type { Content, Delivery, OutboundMessage, TransportName } from './contract.ts'
import { sendEmail } from './email/send.ts'
import { emailSettings } from './email/settings.ts'
import { sendFtp } from './ftp/send.ts'
import { ftpSettings } from './ftp/settings.ts'
import { keepForFetching, showInPlace } from './in-place/send.ts'
import type { RefreshTokens } from './oauth.ts'
import { sendSftp } from './sftp/send.ts'
import { sftpSettings } from './sftp/settings.ts'

/** What the transports need of their surroundings. */
export interface TransportDeps {
  now: () => Date
  allowPrivateAddresses: boolean
  refreshTokens?: RefreshTokens
}

/** A message whose bytes are in memory or in the journal. */
export type Outbound = OutboundMessage<Uint8Array | Content>

type Send = (message: Outbound, settings: unknown, deps: TransportDeps) => Promise<Delivery>

/** Sends only with settings that fit the transport's schema; what is missing is a delivery failure that says so. */
function checked<S>(
  schema: z.ZodType<S>,
  send: (message: Outbound, settings: S, deps: TransportDeps) => Promise<Delivery>,
): Send {
  return async (message, settings, deps) => {
    const parsed = schema.safeParse(settings)
    if (parsed.success) return await send(message, parsed.data, deps)
    const detail = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    return { ok: false, failure: { code: 'settings-incomplete', detail } }
  }
}

/** The largest message that transports take which need it in one piece. */
const mostInMemory = 64 * 1024 * 1024

/** For a transport that sends from memory. */
function whole<S>(send: (message: OutboundMessage, settings: S, deps: TransportDeps) => Promise<Delivery>) {
  return async (message: Outbound, settings: S, deps: TransportDeps): Promise<Delivery> => {
    if (message.bytes instanceof Uint8Array) return await send({ ...message, bytes: message.bytes }, settings, deps)
    if (message.bytes.size > mostInMemory)
      return { ok: false, failure: { code: 'too-large', detail: `More than ${mostInMemory} bytes go by AS2 only.` } }
    const bytes = Buffer.concat(await Array.fromAsync(message.bytes.read()))
    return await send({ ...message, bytes }, settings, deps)
  }
}

/** How each transport sends. A new transport is a folder beside this file and a line here. */
const senders: Partial<Record<TransportName, Send>> = {
  as2: checked(as2Settings, sendAs2),
  sftp: checked(sftpSettings, whole(sendSftp)),
  ftp: checked(ftpSettings, whole(sendFtp)),
  email: checked(emailSettings, whole(sendEmail)),
  portal: showInPlace,
  // A supplier with the REST API fetches its orders, which it can as soon as they are stored.
  rest: keepForFetching,
}

/** Hands a message to its channel's transport. */
export async function deliver(message: Outbound, channel: Channel, deps: TransportDeps): Promise<Delivery> {
  const send = senders[channel.transport]
  if (!send)
    return { ok: false, failure: { code: 'settings-incomplete', detail: `Nothing is sent by ${channel.transport}.` } }
  return await send(message, channel.transportSettings, deps)
}
