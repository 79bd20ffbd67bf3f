import { authenticate, type DNSResolver } from 'mailauth'

/** What a mail must show before it counts as its partner's. */
export interface MailRules {
  /** Addresses and domains (`@supplier.example`) that may write; empty: any. */
  senders: readonly string[]
  /** `aligned`: a DKIM signature or SPF that passes for the From header's domain. `dmarc`: that, by a DMARC record which the domain publishes (RFC 7489). */
  authentication: 'none' | 'aligned' | 'dmarc'
}

/** Where a mail comes from, as its transport has seen it. Without an IP address SPF cannot be judged. */
export interface MailOrigin {
  raw: Uint8Array
  /** The From header's address in lower case. */
  from: string | undefined
  envelopeFrom?: string | undefined
  ip?: string | undefined
  helo?: string | undefined
}

/** What was found out about who sent a mail: for its timeline. `refused` says why it does not count as the partner's. */
export interface MailVerdict {
  spf?: string
  dkim?: string
  dmarc?: string
  refused?: string
}

/** DNS did not answer, so nothing can be said yet: the mail has to come again. */
export class CannotJudge extends Error {}

/** Holds a mail against its partner's rules. Rejects with {@link CannotJudge} where DNS does not answer. */
export async function judgeMail(origin: MailOrigin, rules: MailRules, resolver: DNSResolver): Promise<MailVerdict> {
  const from = origin.from ?? ''
  if (rules.senders.length > 0 && !rules.senders.some(sender => isFrom(from, sender.toLowerCase())))
    return { refused: `${from || 'A nameless sender'} is not among the addresses that this partner writes from.` }
  if (rules.authentication === 'none') return {}
  const { dkim, spf, dmarc } = await authenticate(Buffer.from(origin.raw), {
    ...(origin.ip && { ip: origin.ip }),
    ...(origin.helo && { helo: origin.helo }),
    sender: origin.envelopeFrom ?? '',
    resolver,
    disableArc: true,
    disableBimi: true,
  })
  // Without an address there is no question to ask, which mailauth calls a temporary error.
  const spfResult = spf && origin.ip ? spf.status.result : 'none'
  const dmarcResult = dmarc ? dmarc.status.result : 'none'
  const signed = dkim.results.find(({ status }) => status.result === 'pass' && status.aligned)
  const best = signed ?? dkim.results[0]
  const verdict: MailVerdict = {
    spf: spfResult,
    dkim: best ? `${best.status.result} (${best.signingDomain})` : 'none',
    dmarc: dmarcResult,
  }
  const spfAligned = spfResult === 'pass' && dmarc !== false && dmarc.alignment.spf.result !== undefined
  const aligned = signed !== undefined || spfAligned
  if (rules.authentication === 'dmarc' ? dmarcResult === 'pass' : aligned) return verdict
  const results = [spfResult, dmarcResult, ...dkim.results.map(({ status }) => status.result)]
  if (results.includes('temperror')) throw new CannotJudge('DNS did not answer the questions about the sender.')
  const wanted = rules.authentication === 'dmarc' ? 'DMARC' : 'SPF or DKIM for its own domain'
  return { ...verdict, refused: `The mail does not prove that it is from ${from}: ${wanted} does not pass.` }
}

/** Whether an address is the one named, or of the domain named (`@supplier.example`); both in lower case. */
export const isFrom = (from: string, sender: string) =>
  sender.startsWith('@') ? from.endsWith(sender) : from === sender
