import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { placeOf, type Reading } from './binding.ts'

/** Segments that hold nothing of the trade: they count, stand around others, or say where an error was found (999). */
const bare = new Set(['ST', 'SE', 'CTT', 'LS', 'LE', 'CTX'].map(packCode))

/** Which element says what a segment is about, as maps name its place. */
const qualifiers = new Map(
  Object.entries({ REF: 1, DTM: 1, N1: 1, PER: 1, MAN: 1, QTY: 1, AMT: 1, ADX: 2, CTP: 2, MEA: 2, PID: 2, SAC: 2 }).map(
    ([tag, element]) => [packCode(tag), element],
  ),
)

/** So many places are named in the sentence. */
const mostNamed = 12

/** What of a set is in no field: how often each place came, and the first segment of all. */
interface LeftOut {
  places: Map<string, number>
  first: number
}

/**
 * Tells, once for a set, which segments no field of the document holds, and which product ids: the file keeps them, and whoever needs
 * them moves them by the partner's map. A loop that is left out whole is named by its first segment.
 */
export function tellLeftOut(root: Loop, reading: Reading): void {
  const left: LeftOut = { places: new Map(), first: -1 }
  if (hasUntaken(reading)) gather(root.segments, root.loops, '', reading, left)
  for (const { segment, qualifier } of reading.passed) {
    note(left, segment, `${qualifier} of ${reading.buffer.text(segment, 0)}`)
  }
  if (left.first < 0) return
  const named = [...left.places].map(([place, times]) => (times > 1 ? `${place} (${times} times)` : place))
  const others = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : ''
  reading.report('not-carried', {
    message: `The document has no field for ${named.slice(0, mostNamed).join(', ')}${others}; only the file keeps this.`,
    at: placeOf(reading, left.first),
  })
}

function hasUntaken(reading: Reading): boolean {
  const { count, keys } = reading.buffer
  for (let segment = 1; segment < count; segment++) {
    if (!reading.isTaken(segment) && !bare.has(keys[segment]!)) return true
  }
  return false
}

function gather(
  segments: readonly number[],
  loops: readonly Loop[],
  path: string,
  reading: Reading,
  left: LeftOut,
): void {
  for (const segment of segments) {
    if (reading.isTaken(segment) || bare.has(reading.buffer.keys[segment]!)) continue
    note(left, segment, path + nameOf(segment, reading))
  }
  for (const each of loops) {
    const first = each.segments[0]!
    // The first segment of a loop speaks for it where nothing of the loop was taken.
    if (isLeftWhole(each, reading) && !bare.has(each.node.key)) note(left, first, path + nameOf(first, reading))
    else gather(each.segments.slice(1), each.loops, `${path}${each.node.id}/`, reading, left)
  }
}

function isLeftWhole(loop: Loop, reading: Reading): boolean {
  return (
    loop.segments.every(segment => !reading.isTaken(segment)) && loop.loops.every(inner => isLeftWhole(inner, reading))
  )
}

function nameOf(segment: number, reading: Reading): string {
  const tag = reading.buffer.text(segment, 0)
  const element = qualifiers.get(reading.buffer.keys[segment]!)
  const code = element === undefined ? '' : reading.buffer.text(segment, element)
  if (!code) return tag
  return element === 1 ? `${tag}[${code}]` : `${tag}[0${element}=${code}]`
}

function note(left: LeftOut, segment: number, place: string): void {
  left.places.set(place, (left.places.get(place) ?? 0) + 1)
  if (left.first < 0 || segment < left.first) left.first = segment
}
