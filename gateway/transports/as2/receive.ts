import { collect, digestOf } from './bytes/source.ts'
import { canSign } from './cms/algorithm.ts'
import { newest } from './cms/certificate.ts'
import type { Digest } from './cms/oids.ts'
import type { Disposition } from './disposition.ts'
import {
  formatMicalg,
  parseAs2Name,
  parseReceiptOptions,
  type ReceiptRequest,
  type ReceivedName,
  wireIdOf,
} from './headers.ts'
import { credentialsOf } from './keys.ts'
import { openForStation, type Verdict } from './open-message.ts'
import { originOf } from './origin.ts'
import type { As2Arrival, As2Receipt, As2ReceiveDeps, As2Response, As2Station, ReceiptRoute } from './ports.ts'
import { looksLikeReceipt } from './read-receipt.ts'
import { buildReceipt, type ReceiptSigning } from './receipt.ts'
import { routeReceipt } from './receipt-route.ts'
import { receiveReceipt } from './receive-receipt.ts'
import { describeMessage, receivedMessage } from './received-message.ts'
import { entityOfHttp, httpHeader } from './request.ts'
import { dropAll, takeDocuments } from './take-documents.ts'
import { type TakenRequest, takeIn } from './take-in.ts'
import type { Mic, Unwrapped } from './unwrap.ts'

/** What the headers of a message say, before anything of it is opened. */
interface Inquiry {
  request: TakenRequest
  from: ReceivedName
  to: ReceivedName
  messageId: string | undefined
  wireId: string
  wants: ReceiptRequest
  station: As2Station | undefined
  /** What opening it for that partnership came to; undefined without one. */
  verdict: Verdict | undefined
  route: ReceiptRoute
  /** Why the receipt cannot go where the sender asked. */
  badRoute?: string
  at: Date
}

/**
 * Takes one AS2 request and answers it. A good message is committed with its receipt before either leaves; a repeated one gets the
 * receipt of the first time; a bad one gets the receipt that says why, and is kept. Throws only what the house throws (a failed commit),
 * which has to become HTTP 5xx: the partner tries again then; and what reading the body throws.
 */
export async function receiveAs2(arrival: As2Arrival, deps: As2ReceiveDeps): Promise<As2Response> {
  const request = await takeIn(arrival, deps)
  if (request === 'too-large') return plainAnswer(413, 'The message is larger than agreed.')
  try {
    return await answerTo(request, deps)
  } finally {
    if (request.kept) await deps.drop(request.kept.retailerId, request.kept.bytes)
  }
}

async function answerTo(request: TakenRequest, deps: As2ReceiveDeps): Promise<As2Response> {
  const header = (name: string) => httpHeader(request.headers, name)
  const { body } = request
  if (body.size <= largestReceipt && (await looksLikeReceipt(entityOfHttp(request)))) {
    return await receiveReceipt({ ...request, body: await collect(body) }, deps)
  }
  if (!header('as2-from') || !header('as2-to')) return plainAnswer(400, 'AS2-From and AS2-To are missing.')
  if (body.size === 0) return plainAnswer(400, 'The message has no body.')
  const inquiry = await inquire(request, deps)
  const { station, verdict } = inquiry
  const refusal = refuseUnopened(inquiry)
  if (refusal || !station || !verdict) return await reject(inquiry, refusal ?? unknownPartner(inquiry), deps)
  return verdict.ok ? await accept(inquiry, station, verdict.opened, deps) : await reject(inquiry, verdict, deps)
}

/** Real receipts have a few kilobytes. */
const largestReceipt = 8 * 1024 * 1024

async function inquire(request: TakenRequest, deps: As2ReceiveDeps): Promise<Inquiry> {
  const header = (name: string) => httpHeader(request.headers, name)
  const nameless: ReceivedName = { name: 'unknown', wire: 'unknown' }
  const [from, to] = [parseAs2Name(header('as2-from')), parseAs2Name(header('as2-to'))]
  const wants = parseReceiptOptions(header('disposition-notification-options'))
  const at = deps.now()
  const { station, verdict } = await openForStation({ request, micalg: wants.micalg?.digest, at }, deps)
  const messageId = header('message-id')
  const notifyTo = header('disposition-notification-to')
  const routing = routeReceipt(notifyTo, header('receipt-delivery-option'), station?.settings)
  return {
    request,
    from: from ?? nameless,
    to: to ?? nameless,
    messageId,
    wireId: await wireIdOf(from?.name ?? '', to?.name ?? '', messageId, () => digestOfBody(request)),
    wants,
    station,
    verdict,
    ...(routing.ok ? { route: routing.route } : { route: { kind: 'sync' }, badRoute: routing.detail }),
    at,
  }
}

/** Hex SHA-256. */
async function digestOfBody({ kept, body }: TakenRequest): Promise<string> {
  return kept?.bytes.sha256 ?? (await digestOf(body, 'sha256')).toString('hex')
}

function plainAnswer(status: number, text: string): As2Response {
  const body = Buffer.from(`${text}\r\n`)
  return { status, headers: { 'Content-Type': 'text/plain', 'Content-Length': String(body.length) }, body }
}

function unknownPartner({ from, to }: Inquiry): Refusal {
  const detail = `there is no partnership between AS2-From ${from.name} and AS2-To ${to.name}`
  return { ok: false, reason: 'authentication-failed', detail }
}

type Refusal = Verdict & { ok: false }

/** What can be said against a message from its headers alone. */
function refuseUnopened(inquiry: Inquiry): Refusal | undefined {
  const { from, to, station, wants, request, badRoute } = inquiry
  if (from.name === to.name && from.name !== 'unknown') {
    return { ok: false, reason: 'sender-equals-receiver', detail: `both are ${from.name}` }
  }
  if (!station) return unknownPartner(inquiry)
  if (badRoute) return { ok: false, reason: 'unexpected-processing-error', detail: badRoute }
  if (wants.unsupported) {
    const asked = httpHeader(request.headers, 'disposition-notification-options')
    const detail = `it requires a receipt that cannot be given here: ${asked}`
    return { ok: false, reason: wants.unsupported, detail }
  }
  if (httpHeader(request.headers, 'content-type') === undefined) {
    return { ok: false, reason: 'unexpected-processing-error', detail: 'the message has no Content-Type' }
  }
  return undefined
}

/** Commits a message with its receipt, unless it was committed before: then the receipt of that time goes out again. */
async function accept(
  inquiry: Inquiry,
  station: As2Station,
  opened: Extract<Unwrapped, { ok: true }>,
  deps: As2ReceiveDeps,
): Promise<As2Response> {
  const { retailerId } = station
  const { files, digest } = await takeDocuments(retailerId, opened.documents, deps)
  try {
    const receipt = await makeReceipt(inquiry, 'processed', undefined, opened.mic, digest, deps)
    const origin = await originOf(retailerId, opened, deps)
    if (origin) files.push(origin.bytes)
    const { message, attachments } = receivedMessage(station, inquiry, opened, files)
    const { warnings } = opened
    const reception = await deps.commit({ message, attachments, receipt, ...(origin && { origin }), warnings })
    if (!reception.repeated) return answer(receipt)
    const first = await deps.findReceipt(retailerId, inquiry.wireId)
    if (!first) return answer(receipt)
    if (first.contentDigest !== digest) return await rejectReuse(inquiry, deps)
    const warns = station.settings.repeats === 'duplicate-warning' && receipt.route.kind === 'sync'
    if (warns) return answer(await makeReceipt(inquiry, 'duplicate-document', undefined, opened.mic, digest, deps))
    return await repeat(inquiry, station, { first, now: receipt }, deps)
  } finally {
    // What was committed stays; this is for a repeat, and for a commit that failed.
    await dropAll(retailerId, files, deps)
  }
}

/** The receipt of the first time, in the way in which the repeat asks for it; where none was asked for then, the one made `now` becomes it. */
async function repeat(
  { wireId }: Inquiry,
  { retailerId }: As2Station,
  { first, now }: { first: As2Receipt; now: As2Receipt },
  deps: As2ReceiveDeps,
): Promise<As2Response> {
  const { route } = now
  const isFirstToAsk = first.body.length === 0 && route.kind !== 'none'
  const receipt = isFirstToAsk ? await deps.addReceipt({ retailerId, wireId, receipt: now }) : first
  if (route.kind === 'async') await deps.sendReceiptAgain({ retailerId, wireId, url: route.url })
  return answer({ ...receipt, route })
}

function rejectReuse(inquiry: Inquiry, deps: As2ReceiveDeps): Promise<As2Response> {
  const detail = 'a message with this Message-ID and other content was received before'
  return reject(inquiry, { ok: false, reason: 'unexpected-processing-error', detail }, deps)
}

async function reject(inquiry: Inquiry, { reason, detail, mic }: Refusal, deps: As2ReceiveDeps) {
  const { kept, body, headers, remoteAddress } = inquiry.request
  const contentDigest = await digestOfBody(inquiry.request)
  const receipt = await makeReceipt(inquiry, reason, detail, mic, contentDigest, deps)
  await deps.keepRejected({
    ...(inquiry.station && { station: inquiry.station }),
    as2From: inquiry.from.name,
    as2To: inquiry.to.name,
    wireId: inquiry.wireId,
    reason,
    detail,
    receipt,
    wire: { headers, remoteAddress, body: kept?.bytes ?? (await collect(body)) },
    evidence: describeMessage(inquiry),
  })
  return answer(receipt)
}

async function makeReceipt(
  inquiry: Inquiry,
  disposition: Disposition,
  detail: string | undefined,
  mic: Mic | undefined,
  contentDigest: string,
  deps: As2ReceiveDeps,
): Promise<As2Receipt> {
  const { station, wants, route, from, to, messageId, at } = inquiry
  if (route.kind === 'none') return { route, headers: {}, body: new Uint8Array(), contentDigest, disposition }
  const spelling = wants.micalg && mic?.digest === wants.micalg.digest ? wants.micalg.spelling : undefined
  const spelled = mic && { ...mic, spelling: spelling ?? formatMicalg(mic.digest, 'plain') }
  const unsigned = wants.unsupported !== undefined || !wants.signed
  const { headers, body } = await buildReceipt(
    { messageId, from, to, disposition, detail, mic: spelled, at },
    {
      id: deps.newId(),
      host: 'crossdock',
      signing:
        unsigned || !station ? undefined : signingOf(station, wants.micalg?.digest ?? mic?.digest ?? 'sha256', at),
    },
  )
  return { route, headers, body, contentDigest, disposition }
}

/** By the digest asked for if our key can do that, else by SHA-256, else not at all (RFC 4130 §7.3.1 allows an unsigned one then). */
function signingOf({ settings }: As2Station, wanted: Digest, at: Date): ReceiptSigning | undefined {
  const key = newest(
    credentialsOf(settings).signers.filter(({ certificate }) => !certificate.refused),
    at,
  )
  const digest = [wanted, 'sha256' as const].find(one => key && canSign(key.privateKey, one, settings.signatureScheme))
  return key && digest && { key, digest, settings }
}

/** What goes back on this connection: the receipt, or an empty answer if there is none or it goes elsewhere. */
function answer({ route, headers, body }: As2Receipt): As2Response {
  if (route.kind === 'sync') return { status: 200, headers, body }
  return { status: 200, headers: { 'Content-Length': '0' }, body: new Uint8Array() }
}
