import type { AddressObject, Headers } from 'mailparser'

/** Mail that no person and no order system has sent us to be read. */
export type Automatic =
  /** An answer by a machine: out of office, ticket received. */
  | 'auto-reply'
  /** A report that a mail of ours was not delivered. */
  | 'bounce'
  /** Our own mail coming back. */
  | 'loop'

/** More hops than any honest way has (as Postfix's `hopcount_limit`). */
const mostHops = 50

/**
 * Whether a mail is an automatic one, by its headers (RFC 3834; RFC 3464 for reports) and its envelope. What an order system sends is
 * `auto-generated` too, so that alone says nothing.
 */
export function automaticOf(
  headers: Headers,
  envelopeFrom: string | undefined,
  ownAddresses: ReadonlySet<string>,
): Automatic | undefined {
  const text = (name: string) => textsOf(headers.get(name)).join('\n').toLowerCase()
  const loops = textsOf(headers.get('x-loop')).map(address => address.trim().toLowerCase())
  if (loops.some(address => ownAddresses.has(address)) || textsOf(headers.get('received')).length > mostHops)
    return 'loop'
  const contentType = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined
  const report = contentType?.value === 'multipart/report' ? contentType.params?.['report-type']?.toLowerCase() : ''
  // A mail that was opened (RFC 8098), or called junk (RFC 5965), has arrived.
  if (report === 'disposition-notification' || report === 'feedback-report') return 'auto-reply'
  if (report !== '' || headers.has('x-failed-recipients')) return 'bounce'
  const fromServer = !envelopeFrom && isFromServer(headers)
  if (fromServer && bouncing.test(text('subject'))) return 'bounce'
  if (/^auto-(replied|notified)/.test(text('auto-submitted'))) return 'auto-reply'
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-autoresponder')) return 'auto-reply'
  if (/auto[-_]?reply/.test(text('precedence')) || /vacation/.test(text('auto-submitted'))) return 'auto-reply'
  if (fromServer) return 'bounce'
  if (envelopeFrom !== '') return undefined
  // Answers by machines come from nobody, too (RFC 3834, section 3.3): Exchange calls its own "auto-generated" and no more.
  return bouncing.test(text('subject')) ? 'bounce' : 'auto-reply'
}

/** The names under which mail servers write. */
const servers = /^(mailer[-_]?daemon|postmaster|mail[-_.]?(daemon|delivery)|mdaemon|microsoftexchange[0-9a-f]{32})@/

function isFromServer(headers: Headers): boolean {
  const from = headers.get('from') as AddressObject | undefined
  return servers.test(from?.value?.[0]?.address?.toLowerCase() ?? '')
}

/** Subjects of bounces. */
const bouncing =
  /undeliver|not delivered|returned (mail|to sender)|failure notice|delivery (status|failure|failed|problem)|delivery.*fail|unzustellbar|non remis|no entregado/

function textsOf(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String)
}
