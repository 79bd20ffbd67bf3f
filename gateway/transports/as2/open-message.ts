import type { Digest } from './cms/oids.ts'
import type { Disposition } from './disposition.ts'
import { credentialsOf } from './keys.ts'
import type { As2ReceiveDeps, As2Station } from './ports.ts'
import { entityOfHttp } from './request.ts'
import { expectedStationOf, stationOf, type TakenRequest } from './take-in.ts'
import { type Mic, type Unwrapped, unwrap } from './unwrap.ts'

/** What became of it: a message that was opened, or the reason for the receipt to give. */
export type Verdict =
  | { ok: true; opened: Extract<Unwrapped, { ok: true }> }
  | { ok: false; reason: Disposition; detail: string; mic?: Mic | undefined }

/** A message to be opened. */
interface Closed {
  request: TakenRequest
  /** The MIC algorithm that is asked for. */
  micalg: Digest | undefined
  at: Date
}

/**
 * Finds the partnership of a message and opens the message by its agreement. While the house is asked, which mostly changes nothing, it is opened for the
 * partnership as that was last; what came of that counts only if it still is so.
 */
export async function openForStation(
  message: Closed,
  deps: Pick<As2ReceiveDeps, 'findStation' | 'expectStation'>,
): Promise<{ station: As2Station | undefined; verdict: Verdict | undefined }> {
  const asked = stationOf(message.request, deps)
  const expected = expectedStationOf(message.request, deps)
  const [station, early] = await Promise.all([asked, expected && questionIsOut().then(() => open(message, expected))])
  if (!station) return { station, verdict: undefined }
  return { station, verdict: station === expected ? early : await open(message, station) }
}

/** Opening keeps this thread busy, and what is written to a socket leaves it only between two turns. */
const questionIsOut = () => new Promise<void>(resolve => setImmediate(() => setImmediate(resolve)))

async function open({ request, micalg, at }: Closed, { settings }: As2Station): Promise<Verdict> {
  const { own, partner } = credentialsOf(settings)
  const opened = await unwrap(entityOfHttp(request), {
    keys: own,
    partner,
    maxBytes: settings.maxBytes,
    now: at,
    expiredCertificates: settings.expiredCertificates,
    allowMd5: settings.signature === 'md5',
    micalg: micalg ?? 'sha1',
    bareCompressedMic: !settings.compressedMicHeaders,
  })
  if (!opened.ok) return { ok: false, reason: opened.failure, detail: opened.detail, mic: opened.mic }
  if (opened.documents.some(({ content }) => content.size > settings.maxBytes)) {
    const detail = `the document is larger than ${settings.maxBytes} bytes`
    return { ok: false, reason: 'unexpected-processing-error', detail, mic: opened.mic }
  }
  const missing = [
    ...(settings.requireSignature && !opened.protection.signature ? ['a signature'] : []),
    ...(settings.requireEncryption && !opened.protection.encryption ? ['encryption'] : []),
  ]
  if (missing.length === 0) return { ok: true, opened }
  const detail = `the agreement asks for ${missing.join(' and ')}`
  return { ok: false, reason: 'insufficient-message-security', detail, mic: opened.mic }
}
