import { cutSegments, type Segment } from '../../translators/x12/annotate/segments.ts'
import { type Interchange, plainNumber, readX12 } from '../../translators/x12/index.ts'

/** Which set of a file: its control numbers without leading zeros. */
export interface SetNumbers {
  interchange: string
  group: string
  set: string
}

/**
 * One transaction set of a file in an interchange of its own: its bytes, the ISA and GS that it came in, and trailers that count it alone.
 * Undefined when the file has no such set.
 */
export function setAlone(bytes: Uint8Array, numbers: SetNumbers): Uint8Array | undefined {
  for (const interchange of readX12(bytes, { envelopeOnly: true }).interchanges) {
    if (plainNumber(interchange.controlNumber) !== numbers.interchange) continue
    const found = placeIn(interchange, numbers)
    if (found) return enveloped(bytes, interchange, found.group, found.set)
  }
  return undefined
}

type Group = Interchange['groups'][number]
type Set = Group['sets'][number]

function placeIn(interchange: Interchange, numbers: SetNumbers): { group: Group; set: Set } | undefined {
  for (const group of interchange.groups) {
    if (plainNumber(group.controlNumber) !== numbers.group) continue
    const set = group.sets.find(each => plainNumber(each.controlNumber) === numbers.set)
    if (set) return { group, set }
  }
  return undefined
}

function enveloped(bytes: Uint8Array, interchange: Interchange, group: Group, set: Set): Uint8Array | undefined {
  const [isa] = headersBefore(bytes, interchange, set)
  const gs = headersBefore(bytes, interchange, set).findLast(segment => segment.tag === 'GS')
  if (!isa || !gs) return undefined
  const { element, segment: end } = interchange.delimiters
  const trailer = ['GE', '1', group.controlNumber].join(element) + end
  const close = ['IEA', '1', interchange.controlNumber].join(element) + end
  return Buffer.concat([
    bytes.subarray(isa.offset, isa.end),
    bytes.subarray(gs.offset, gs.end),
    bytes.subarray(set.offset, set.offset + set.length),
    Buffer.from(trailer + close, 'latin1'),
  ])
}

/** ISA, TA1 and each GS and GE that stand before a set, the sets between them left out. */
function headersBefore(bytes: Uint8Array, interchange: Interchange, set: Set): Segment[] {
  const sets = interchange.groups.flatMap(group => group.sets).filter(each => each.offset < set.offset)
  const starts = [interchange.offset, ...sets.map(each => each.offset + each.length)]
  const ends = [...sets.map(each => each.offset), set.offset]
  return starts.flatMap((start, i) => [...cutSegments(bytes.subarray(start, ends[i]), start, interchange.delimiters)])
}
