import { hash } from 'node:crypto'
import { z } from 'zod'
import { isPrivateAddress } from '../../transports/address.ts'
import { type Download, download } from '../download.ts'
import { type HttpFeedSettings, httpFeedSettings } from '../http-settings.ts'
import { incomplete, type Look, type LookDeps, type Place } from '../look.ts'

/** What is known of the file that was taken last. `taken` counts those that were taken, so that a file that comes back to what it was is news. */
const httpMemory = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  sha256: z.string(),
  taken: z.int(),
  /** When it was last taken, ISO. */
  at: z.iso.datetime(),
})
type HttpMemory = z.infer<typeof httpMemory>

/** Downloads a file where it has changed (ETag, Last-Modified: RFC 9110, 13.1), or has not been taken for a while. */
export async function lookIntoHttp(place: Place, deps: LookDeps): Promise<Look> {
  const parsed = httpFeedSettings.safeParse(place.settings)
  if (!parsed.success) return incomplete(parsed.error, place.memory)
  const settings = parsed.data
  const now = deps.now()
  const href = datedUrl(settings.url, now)
  const url = URL.canParse(href) ? new URL(href) : undefined
  if (!url || url.username)
    return failedWith(place, 'The URL cannot be read, or holds a password: that belongs into the settings.')
  const known = httpMemory.safeParse(place.memory).data
  const fresh = known?.url === href && now.getTime() - Date.parse(known.at) < settings.fullAfterHours * 3_600_000
  const got = await download(requestOf(url, settings, fresh ? known : undefined), {
    refuses: address => !deps.allowPrivateAddresses && isPrivateAddress(address),
  })
  if (!got.ok) return { ...got, memory: place.memory }
  const unchanged = { ok: true as const, received: 0, problems: [], memory: place.memory }
  if (got.unchanged) return unchanged
  const sha256 = hash('sha256', got.bytes, 'hex')
  if (fresh && known.sha256 === sha256) return unchanged
  const taken = known?.taken ?? 0
  const reception = await deps.receive(messageOf(place, settings, got, `${place.id}#${taken} ${sha256}`))
  return {
    ok: true,
    received: reception.repeated ? 0 : 1,
    problems: [],
    memory: memoryOf(href, got, sha256, taken + 1, now),
  }
}

const failedWith = (place: Place, detail: string): Look => ({
  ok: false,
  failure: { code: 'settings-incomplete', detail },
  memory: place.memory,
})

function datedUrl(url: string, now: Date): string {
  const [yyyy = '', MM = '', dd = ''] = now.toISOString().slice(0, 10).split('-')
  return url.replaceAll('{yyyy}', yyyy).replaceAll('{MM}', MM).replaceAll('{dd}', dd)
}

function requestOf(url: URL, settings: HttpFeedSettings, known: HttpMemory | undefined) {
  const { username, password, bearerToken } = settings
  const authorization =
    bearerToken !== undefined
      ? `Bearer ${bearerToken}`
      : username !== undefined
        ? `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
        : undefined
  return {
    url,
    headers: {
      'User-Agent': 'Crossdock',
      ...settings.headers,
      ...(authorization && { Authorization: authorization }),
      ...(known?.etag && { 'If-None-Match': known.etag }),
      ...(known?.lastModified && { 'If-Modified-Since': known.lastModified }),
    },
    secretHeaders: ['Authorization', ...Object.keys(settings.headers)],
    certificateAuthority: settings.certificateAuthority,
    largest: settings.largestFile,
    milliseconds: settings.timeoutSeconds * 1000,
  }
}

type File = Extract<Download, { unchanged: false }>

function memoryOf(url: string, { headers }: File, sha256: string, taken: number, now: Date): HttpMemory {
  const { etag, 'last-modified': lastModified } = headers
  return { url, ...(etag && { etag }), ...(lastModified && { lastModified }), sha256, taken, at: now.toISOString() }
}

function messageOf({ retailerId, partnershipId }: Place, settings: HttpFeedSettings, file: File, wireId: string) {
  const { etag, 'last-modified': modified, 'content-type': contentType } = file.headers
  const fileName = settings.fileName ?? nameOf(file)
  return {
    retailerId,
    ...(partnershipId && { partnershipId }),
    transport: 'http' as const,
    wireId,
    ...(fileName && { fileName }),
    ...(contentType && { contentType: contentType.split(';')[0]!.trim().slice(0, 100) }),
    bytes: file.bytes,
    // The query may hold a key.
    evidence: { url: `${file.url.origin}${file.url.pathname}`, ...(etag && { etag }), ...(modified && { modified }) },
  }
}

/** What the server calls the file (RFC 6266), or the last part of its path. */
function nameOf({ headers, url }: File): string | undefined {
  const disposition = headers['content-disposition'] ?? ''
  const named = /filename="([^"]*)"|filename=([^;\s]+)/i.exec(disposition)
  const name = (named?.[1] ?? named?.[2] ?? url.pathname).split(/[\\/]/).at(-1) ?? ''
  return name.replaceAll(/\p{Cc}/gu, '').slice(0, 255) || undefined
}
