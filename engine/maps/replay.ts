import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'
import { type ChannelFacts, channelFacts } from '../../partners/channels/channel.ts'
import type { MapOf } from '../../partners/maps/map-row.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import { mapProblems } from '../../partners/maps/validate.ts'
import { type CsvKind, csvLayout, defaultLayouts } from '../../translators/csv/index.ts'
import {
  overlaySchema,
  type ReplayDifference,
  type ReplaySample,
  replayOverlays,
  type WriteEnvelope,
} from '../../translators/x12/index.ts'
import { factsOf } from './context.ts'
import { replayLayouts } from './replay-layouts.ts'
import { type StoredDocument, samplesOf, storedDocuments } from './samples.ts'

/** What a map's draft makes of the documents that passed lately. */
export interface MapReplay {
  /** Documents that were tried. */
  tried: number
  /** Documents that were not: kept in another format, too large, or the time was up. */
  skipped: number
  /** Whether the time was up before all were tried. */
  cut: boolean
  /** Those that come out otherwise than under the map in use. */
  differences: (ReplayDifference & { document: StoredDocument })[]
}

/** How much is tried: so many documents, for so many milliseconds by `clock`. */
export interface ReplayBounds {
  most: number
  milliseconds: number
  clock: () => number
}

/**
 * Tries the last documents of a map's kind under the map in use and under another, and answers where they come out otherwise; undefined
 * where the other has problems and cannot be tried. Stored documents are only read.
 */
export async function replayMap(
  orm: Orm,
  map: MapOf,
  overlay: Record<string, unknown>,
  bounds: ReplayBounds,
): Promise<MapReplay | undefined> {
  if (mapProblems(map.format, map.documentKind, overlay).length > 0) return undefined
  const { retailerId, partnershipId } = map
  const channel = await channelFacts(orm, retailerId, partnershipId)
  const facts = channel ? await factsOf(orm, channel) : {}
  const used = (await publishedMaps(orm, retailerId, partnershipId, map.format)).get(map.documentKind)
  const replay =
    map.format === 'csv'
      ? layoutReplay(map, used, overlay, await givenFor(orm, map))
      : overlayReplay(used, overlay, channel)
  const until = bounds.clock() + bounds.milliseconds
  const result: MapReplay = { tried: 0, skipped: 0, cut: false, differences: [] }
  const found = await storedDocuments(orm, map, bounds.most)
  const stored = map.format === 'csv' ? onceEachTable(found) : found
  for await (const { document, sample } of samplesOf(orm, map, facts, stored)) {
    result.cut ||= bounds.clock() > until
    if (result.cut) {
      result.skipped = stored.length - result.tried
      break
    }
    const fits = sample && (!('bytes' in sample) || isOf(map.format, sample.bytes))
    if (!fits) {
      result.skipped++
      continue
    }
    result.tried++
    result.differences.push(...(await replay(sample)).map(each => ({ ...each, document })))
  }
  return result
}

/** A table of many documents is tried once, as a whole. */
function onceEachTable(stored: readonly StoredDocument[]): StoredDocument[] {
  const seen = new Set<string>()
  return stored.filter(({ direction, messageId }) => {
    if (direction !== 'in' || !messageId) return true
    const isNew = !seen.has(messageId)
    seen.add(messageId)
    return isNew
  })
}

type Replay = (sample: ReplaySample) => Promise<ReplayDifference[]>

function overlayReplay(used: unknown, overlay: unknown, channel: ChannelFacts | undefined): Replay {
  const before = used === undefined ? undefined : overlaySchema.parse(used)
  const after = overlaySchema.parse(overlay)
  return sample => replayOverlays([sample], before, after, envelopeOf(channel))
}

function layoutReplay(map: MapOf, used: unknown, layout: unknown, given: Record<string, string>): Replay {
  const standard: unknown = defaultLayouts[map.documentKind as CsvKind]
  const before = csvLayout.parse(used ?? standard ?? layout)
  const after = csvLayout.parse(layout)
  return async sample => replayLayouts([sample], before, after, given)
}

/** What the receiver of a file knows besides: the partnership's currency, and of a feed its number and day, here any. */
export async function givenFor(
  orm: Orm,
  { retailerId, partnershipId, documentKind }: MapOf,
): Promise<Record<string, string>> {
  const [partnership] = await orm
    .select({ currency: partnerships.currency })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const isFeed = documentKind === 'inventory-advice' || documentKind === 'product-catalog'
  return {
    ...(partnership ? { currency: partnership.currency } : {}),
    ...(isFeed ? { number: 'feed', date: '2000-01-01' } : {}),
  }
}

/** X12 begins with ISA, after a byte order mark and blank space at most; what is neither that nor another known format is a table. */
function isOf(format: MapOf['format'], bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const isX12 = /^(\xef\xbb\xbf)?\s*ISA[^A-Za-z0-9]/.test(start)
  return format === 'x12' ? isX12 : !isX12 && !/^(PK|%PDF|\s*[{[])/.test(start)
}

/** The channel's envelope with numbers that are nobody's: what is tried is not sent. */
export function envelopeOf(channel: Pick<ChannelFacts, 'version' | 'settings'> | undefined): WriteEnvelope {
  const names = channel?.settings.x12
  return {
    senderQualifier: names?.own.qualifier ?? 'ZZ',
    sender: names?.own.id ?? 'SENDERID',
    receiverQualifier: names?.partner.qualifier ?? 'ZZ',
    receiver: names?.partner.id ?? 'RECEIVERID',
    version: channel?.version ?? '004010',
    usage: names?.usage ?? 'T',
    interchangeControlNumber: 1,
    groupControlNumber: 1,
    firstSetControlNumber: 1,
    at: '2000-01-01T00:00:00Z',
  }
}
