import type { Delivery } from '../contract.ts'
import { type Digest, digestOids } from './cms/oids.ts'
import { formatMessageId, parseMessageId } from './headers.ts'
import { judgeReceipt } from './judge-receipt.ts'
import { credentialsOf } from './keys.ts'
import type { As2ReceiveDeps, As2Request, As2Response, As2Sent, ReceiptCheck } from './ports.ts'
import { type ReadReceipt, readReceipt } from './read-receipt.ts'
import { serializeReceipt } from './receipt.ts'
import { entityOfHttp, evidenceHeaders } from './request.ts'
import { underAgreement } from './retry-rule.ts'
import { micInputsOf, micsOf } from './wrap.ts'

/**
 * Takes an asynchronous receipt. Whatever it says, the answer is an empty 200 once it is stored: an error would only make the
 * partner repeat it. It is read without trust first, to learn which message it is about, and then verified as that partner's.
 */
export async function receiveReceipt(request: As2Request, deps: As2ReceiveDeps): Promise<As2Response> {
  const originalMessageId = findOriginalMessageId(request.body)
  const id = originalMessageId === undefined ? undefined : parseMessageId(originalMessageId)
  const sent = id === undefined ? undefined : await deps.findSent(id)
  const delivery: Delivery = sent
    ? underAgreement(await judgeArrived(request, sent, deps.now()), sent.settings)
    : { ok: false, failure: { code: 'receipt-invalid', detail: 'the receipt is about no message of ours' } }
  await deps.receiveReceipt({
    ...(sent && { sent }),
    delivery,
    ...(originalMessageId !== undefined && { originalMessageId }),
    wire: request,
  })
  return { status: 200, headers: { 'Content-Length': '0' }, body: new Uint8Array() }
}

/** Original-Message-ID by its looks alone; base64 parts are looked into as well. */
function findOriginalMessageId(body: Uint8Array): string | undefined {
  const text = Buffer.from(body.subarray(0, 256 * 1024)).toString('latin1')
  const encoded = text.match(/(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/=]*/g) ?? []
  const candidates = [text, ...encoded.map(block => Buffer.from(block, 'base64').toString('latin1'))]
  for (const candidate of candidates) {
    const match = /^original-message-id:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]+)/im.exec(candidate)
    if (match?.[1]) return match[1].trim()
  }
  return undefined
}

/** What a receipt that came on its own makes of the message that it is about. `onFailed`: told what speaks against it. */
export async function judgeArrived(
  request: As2Request,
  { message, settings, evidence }: As2Sent,
  now: Date,
  onFailed?: (check: ReceiptCheck) => void,
): Promise<Delivery> {
  const { own, partner } = credentialsOf(settings)
  const read: ReadReceipt = await readReceipt(entityOfHttp(request), {
    keys: own,
    partner,
    maxBytes: settings.maxBytes,
    now,
    expiredCertificates: settings.expiredCertificates,
    allowMd5: settings.signature === 'md5',
    micalg: 'sha1',
  })
  const computed = async (digest: Digest) =>
    (await micsOf({ micInputs: await micInputsOf(message, settings), known: {} }, [digest]))[digest]
  return await judgeReceipt(
    read,
    {
      messageId: formatMessageId(message.id, settings.ourId),
      signed: settings.signedReceipt,
      anyMic: settings.micMismatch === 'accept',
      onFailed,
      mics: async digest => storedMics(evidence, digest) ?? (await computed(digest)),
    },
    serializeReceipt(evidenceHeaders(request.headers), request.body),
  )
}

function storedMics(evidence: Record<string, string> | undefined, digest: Digest): Buffer[] | undefined {
  const stored = digest in digestOids ? evidence?.[`mic-${digest}`] : undefined
  return stored?.split(' ').map(mic => Buffer.from(mic, 'base64'))
}
