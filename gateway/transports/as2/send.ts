import type { Content, Delivery, DeliveryFailureCode, OutboundMessage } from '../contract.ts'
import { memory, sourceOf } from './bytes/source.ts'
import { canSign } from './cms/algorithm.ts'
import { type Certificate, isCurrent, type KeyPair, newest } from './cms/certificate.ts'
import { type Digest, digestOids } from './cms/oids.ts'
import { formatAs2Name, formatMessageId, formatMicalg, formatReceiptOptions, headerText } from './headers.ts'
import { type HttpOutcome, post } from './http-client.ts'
import { judgeReceipt } from './judge-receipt.ts'
import { type Credentials, credentialsOf } from './keys.ts'
import type { As2Receipt, As2SendDeps } from './ports.ts'
import { looksLikeReceipt, readReceipt } from './read-receipt.ts'
import { productToken, serializeReceipt } from './receipt.ts'
import { entityOfHttp, evidenceHeaders } from './request.ts'
import { underAgreement } from './retry-rule.ts'
import type { As2Settings } from './settings.ts'
import { boundaryOf, micsOf, type Part, type Wrapped, type WrappingKeys, wrap } from './wrap.ts'

function failed(code: DeliveryFailureCode, detail: string): Delivery & { ok: false } {
  return { ok: false, failure: { code, detail } }
}

/** A message for AS2, which carries several files in one where there are (RFC 6362). */
export type As2Outbound = OutboundMessage<Uint8Array | Content> & { attachments?: readonly Part[] }

/**
 * Sends one message over AS2 and judges the answer. Never throws for what the partner or the network does. The Message-ID and what
 * the MIC covers derive from `message` alone: every attempt has the same. A synchronous receipt is verified (signature, MIC,
 * message id) and comes back raw in `receipt`; with an asynchronous one `confirmed` is false and `evidence` has the MICs to check it by.
 */
export async function sendAs2(message: As2Outbound, settings: As2Settings, deps: As2SendDeps): Promise<Delivery> {
  return underAgreement(await attempt(message, settings, deps), settings)
}

async function attempt(message: As2Outbound, settings: As2Settings, deps: As2SendDeps): Promise<Delivery> {
  const now = deps.now()
  const chosen = chooseKeys(settings, now)
  if (!chosen.ok) return failed('settings-incomplete', chosen.detail)
  if (!settings.url) return failed('settings-incomplete', 'the partner’s URL is missing')
  if (settings.receipt === 'async' && !settings.receiptUrl) {
    return failed('settings-incomplete', 'asynchronous receipts need the URL at which we take them')
  }
  const files = [message, ...(message.attachments ?? [])]
  if (files.some(({ bytes }) => sourceOf(bytes).size > settings.maxBytes))
    return failed('too-large', `more than ${settings.maxBytes} bytes`)
  const boundary = boundaryOf('crossdock', message.id)
  const wrapped = await wrap(message, settings, chosen.keys, { boundary, at: now })
  const messageId = formatMessageId(message.id, settings.ourId)
  const outcome = await post({
    url: settings.url,
    headers: requestHeaders(message, messageId, wrapped, settings, now),
    body: wrapped.body,
    settings,
    allowPrivateAddresses: deps.allowPrivateAddresses,
  })
  if (!outcome.ok) return outcome
  deps.onAnswer?.(outcome.status)
  return await judgeAnswer(outcome, { messageId, wrapped, settings, now, onFailed: deps.onReceiptCheck })
}

type Chosen = { ok: true; keys: WrappingKeys } | { ok: false; detail: string }

/** The newest valid key of ours and certificate of the partner, if they can do what the settings ask of them. */
function chooseKeys(settings: As2Settings, now: Date): Chosen {
  const credentials = credentialsOf(settings)
  const own = newest(settings.signature === 'none' ? credentials.own : credentials.signers, now)
  const partner = newest(forEncryption(credentials, settings), now)?.certificate
  if (!own) return { ok: false, detail: 'a key of ours is missing' }
  if (!partner) return { ok: false, detail: 'the partner has no certificate with an RSA key to encrypt for' }
  if (settings.signature !== 'none' && !canSign(own.privateKey, settings.signature, settings.signatureScheme)) {
    const kind = own.privateKey.asymmetricKeyType
    return { ok: false, detail: `our key (${kind}) cannot sign with ${settings.signature} as set` }
  }
  const expired =
    refusedAmong(settings, own, partner) ??
    (settings.expiredCertificates === 'refuse' ? expiredAmong(settings, own, partner, now) : undefined)
  return expired === undefined ? { ok: true, keys: { own, partner } } : { ok: false, detail: expired }
}

function forEncryption({ partner, recipients }: Credentials, { encryption }: As2Settings) {
  if (encryption === 'none') return partner
  return recipients.filter(({ certificate }) => certificate.publicKey.asymmetricKeyType === 'rsa')
}

/** Every certificate that could be used was revoked: says which and why. */
function refusedAmong(settings: As2Settings, own: KeyPair, partner: Certificate): string | undefined {
  if (settings.signature !== 'none' && own.certificate.refused) return `our certificate ${own.certificate.refused}`
  if (settings.encryption !== 'none' && partner.refused) return `the partner’s certificate ${partner.refused}`
  return undefined
}

function expiredAmong(settings: As2Settings, own: KeyPair, partner: Certificate, now: Date): string | undefined {
  if (settings.signature !== 'none' && !isCurrent(own.certificate, now)) {
    return `our certificate is not valid now (it ends ${own.certificate.validTo.toISOString()})`
  }
  if (settings.encryption !== 'none' && !isCurrent(partner, now)) {
    return `the partner’s certificate is not valid now (it ends ${partner.validTo.toISOString()})`
  }
  return undefined
}

function requestHeaders(
  message: Pick<OutboundMessage, 'subject'>,
  messageId: string,
  wrapped: Wrapped,
  settings: As2Settings,
  now: Date,
): Record<string, string> {
  const { 'Content-Transfer-Encoding': encoding, ...content } = wrapped.headers
  return {
    'AS2-Version': '1.2',
    'EDIINT-Features': 'multiple-attachments',
    'AS2-From': formatAs2Name(settings.ourId),
    'AS2-To': formatAs2Name(settings.partnerId),
    'Message-ID': messageId,
    Date: now.toUTCString(),
    Subject: headerText(settings.subject ?? message.subject) || 'EDI',
    'MIME-Version': '1.0',
    'User-Agent': productToken,
    ...receiptHeaders(settings),
    ...content,
    ...(settings.transferEncodingHeader && encoding && { 'Content-Transfer-Encoding': encoding }),
  }
}

function receiptHeaders(settings: As2Settings): Record<string, string> {
  if (settings.receipt === 'none') return {}
  const digest = settings.signature === 'none' ? 'sha256' : settings.signature
  const options = formatReceiptOptions(formatMicalg(digest, settings.micalgSpelling))
  return {
    'Disposition-Notification-To': settings.receiptUrl ?? formatAs2Name(settings.ourId),
    ...(settings.signedReceipt && { 'Disposition-Notification-Options': options }),
    ...(settings.receipt === 'async' && settings.receiptUrl && { 'Receipt-Delivery-Option': settings.receiptUrl }),
  }
}

interface Sent {
  messageId: string
  wrapped: Wrapped
  settings: As2Settings
  now: Date
  onFailed: As2SendDeps['onReceiptCheck']
}

async function judgeAnswer(answer: HttpOutcome & { ok: true }, sent: Sent): Promise<Delivery> {
  const { settings, messageId } = sent
  const entity = entityOfHttp(answer)
  if (settings.receipt !== 'none' && (await looksLikeReceipt(entity))) return await judgeSynchronous(answer, sent)
  const refusal = refusalOf(answer.status)
  if (refusal) return failed(refusal, `HTTP ${answer.status}: ${excerpt(answer.body)}`)
  const evidence = { httpStatus: String(answer.status) }
  if (settings.receipt === 'none') return { ok: true, confirmed: true, reference: messageId, evidence }
  if (settings.receipt === 'sync') {
    return failed('receipt-missing', `HTTP ${answer.status} without a receipt: ${excerpt(answer.body)}`)
  }
  const mics = await micEvidence(sent.wrapped)
  return { ok: true, confirmed: false, reference: messageId, evidence: { ...evidence, ...mics } }
}

async function judgeSynchronous(
  answer: HttpOutcome & { ok: true },
  { settings, messageId, wrapped, now, onFailed }: Sent,
): Promise<Delivery> {
  const { own, partner } = credentialsOf(settings)
  const read = await readReceipt(entityOfHttp(answer), {
    keys: own,
    partner,
    maxBytes: settings.maxBytes,
    now,
    expiredCertificates: settings.expiredCertificates,
    allowMd5: settings.signature === 'md5',
    micalg: 'sha1',
  })
  const raw = serializeReceipt(evidenceHeaders(answer.headers), answer.body)
  return await judgeReceipt(
    read,
    {
      messageId,
      signed: settings.signedReceipt,
      anyMic: settings.micMismatch === 'accept',
      onFailed,
      mics: async digest => (await micsOf(wrapped, [digest]))[digest],
    },
    raw,
  )
}

/** The MICs by every digest that a receipt may come back with; the station that asks decides, not we. */
async function micEvidence(wrapped: Wrapped): Promise<Record<string, string>> {
  const digests = (Object.keys(digestOids) as Digest[]).filter(digest => digest !== 'md5')
  const mics = await micsOf(wrapped, digests)
  return Object.fromEntries(
    digests.map(digest => [`mic-${digest}`, mics[digest].map(mic => mic.toString('base64')).join(' ')]),
  )
}

function refusalOf(status: number): DeliveryFailureCode | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status === 401 || status === 403 || status === 407) return 'authentication-failed'
  if (status === 413) return 'too-large'
  if (status === 408) return 'timeout'
  return status === 429 || status >= 500 ? 'partner-busy' : 'partner-refused'
}

function excerpt(body: Buffer): string {
  return headerText(body.toString('latin1', 0, 600).replace(/<[^>]*>/g, ' '), 200)
}

/** Sends a receipt that was asked for asynchronously to the address that was checked when its message came in. */
export async function sendReceipt(receipt: As2Receipt, settings: As2Settings, deps: As2SendDeps): Promise<Delivery> {
  if (receipt.route.kind !== 'async')
    return failed('settings-incomplete', 'this receipt was not asked for asynchronously')
  const { url } = receipt.route
  const atHome = settings.url !== undefined && new URL(url).host === new URL(settings.url).host
  const { 'Content-Length': _, ...headers } = receipt.headers
  const outcome = await post({
    url,
    headers,
    body: memory(receipt.body),
    settings: atHome ? settings : { ...settings, basicAuth: undefined },
    allowPrivateAddresses: deps.allowPrivateAddresses,
  })
  if (!outcome.ok) return outcome
  const refusal = refusalOf(outcome.status)
  if (refusal) return failed(refusal, `HTTP ${outcome.status}: ${excerpt(outcome.body)}`)
  const evidence = { httpStatus: String(outcome.status) }
  return { ok: true, confirmed: true, reference: receipt.headers['Message-ID'] ?? '', evidence }
}
