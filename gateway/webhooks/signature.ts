import { createHmac } from 'node:crypto'

/** What is signed: the message's id, the second at which it is sent, and its exact body. */
export interface SignedMessage {
  id: string
  /** Seconds since 1970. */
  timestamp: number
  body: string
}

/**
 * The headers by which a receiver knows that a call is ours and is new (Standard Webhooks 1.0.0, "Signature scheme"): one `v1` signature, HMAC-SHA256 in
 * base64, for each secret that is valid.
 * @param secrets `whsec_` and base64
 */
export function signatureHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map(secret => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') }
}
