import type { Kept } from '../contract.ts'
import { memory, type Source, sourceOf } from './bytes/source.ts'
import { parseAs2Name } from './headers.ts'
import type { As2Arrival, As2ReceiveDeps, As2Request, As2Station } from './ports.ts'
import { httpHeader } from './request.ts'

/** Bodies up to this size stay in memory; larger ones go into the keeping of the house as they come in. */
const inMemory = 8 * 1024 * 1024

/** A request whose body has come in, in memory or in the keeping of the house. */
export interface TakenRequest extends As2Request<Source> {
  /** For whom it is kept, if it is. */
  kept?: { retailerId: string; bytes: Kept }
}

/** What a body may have beside the payload: base64, the layers around it. */
const largestBody = ({ settings }: As2Station) => settings.maxBytes * 1.4 + 1024 * 1024

/** Travels from a body that turns out too large to {@link takeIn}. */
class TooLarge extends Error {}

/**
 * Waits for the body. A large one is only taken from a known partner, as far as its limit goes; `too-large` then, with the rest not read.
 * Throws what reading the body throws, and keeps nothing then.
 */
export async function takeIn(arrival: As2Arrival, deps: As2ReceiveDeps): Promise<TakenRequest | 'too-large'> {
  const { body, ...request } = arrival
  if (body instanceof Uint8Array) return { ...request, body: sourceOf(body) }
  const incoming = body[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  for (let size = 0; size <= inMemory; ) {
    const { done, value } = await incoming.next()
    if (done) return { ...request, body: memory(...pieces) }
    pieces.push(value)
    size += value.length
  }
  const station = await stationOf(request, deps)
  if (!station || Number(httpHeader(request.headers, 'content-length') ?? 0) > largestBody(station)) return 'too-large'
  const { retailerId } = station
  try {
    const bytes = await deps.keep(retailerId, upTo(largestBody(station), pieces, incoming))
    return { ...request, body: sourceOf(bytes), kept: { retailerId, bytes } }
  } catch (error) {
    if (error instanceof TooLarge) return 'too-large'
    throw error
  }
}

type Named = Pick<As2Request, 'headers'>

/** The partnership that a message names in its headers. */
export async function stationOf(
  named: Named,
  { findStation }: Pick<As2ReceiveDeps, 'findStation'>,
): Promise<As2Station | undefined> {
  const { from, to } = namesIn(named)
  return from && to && (await findStation(from.name, to.name))
}

/** The same as it was found last, if it was. */
export function expectedStationOf(
  named: Named,
  { expectStation }: Pick<As2ReceiveDeps, 'expectStation'>,
): As2Station | undefined {
  const { from, to } = namesIn(named)
  return from && to && expectStation?.(from.name, to.name)
}

const namesIn = ({ headers }: Named) => ({
  from: parseAs2Name(httpHeader(headers, 'as2-from')),
  to: parseAs2Name(httpHeader(headers, 'as2-to')),
})

async function* upTo(
  limit: number,
  begun: Uint8Array[],
  incoming: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let size = 0
  const counted = (piece: Uint8Array) => {
    size += piece.length
    if (size > limit) throw new TooLarge()
    return piece
  }
  for (const piece of begun.splice(0)) yield counted(piece)
  for (;;) {
    const { done, value } = await incoming.next()
    if (done) return
    yield counted(value)
  }
}
