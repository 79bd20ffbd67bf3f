import type { Guide } from '../guides/model.ts'
import type { OverlayRules } from '../overlay/rules.ts'
import type { Overlay } from '../overlay/schema.ts'
import type { CodeSenses } from './codes.ts'
import { narrowingAt } from './matching.ts'
import type { Needs } from './needs.ts'
import { type SegmentSpot, type Spot, segmentSpots } from './spots.ts'
import type { Traced } from './trace.ts'

/** Everything that is known of a set before it is printed. */
export interface Survey {
  guide: Guide
  overlay: Overlay | undefined
  rules: OverlayRules | undefined
  spots: readonly Spot[]
  /** The example, and further documents that use what it leaves out; as the partner has them. */
  traces: readonly Traced[]
  needs: Needs
  /** Absent where the hub makes no document of the set. */
  senses: CodeSenses | undefined
  /** The example without the partner's map: places as `senses` knows them. */
  plain: Traced | undefined
  /** Whether the guide is for those who receive the set. */
  received: boolean
  /** Keys of spots that are used. */
  used: ReadonlySet<string>
}

/** The keys of segments that are written, that the standard demands, or that the partner's map names. */
export function usedKeys(
  spots: readonly Spot[],
  traces: readonly Traced[],
  rules: OverlayRules | undefined,
): Set<string> {
  const used = new Set(traces.flatMap(trace => trace.keys))
  const named = rules ? placesNamed(rules) : []
  for (const place of named) {
    const fitting = [...segmentSpots(spots)].filter(spot => narrowingAt(place, spot))
    if (fitting.some(spot => used.has(spot.key))) continue
    const [shallowest] = fitting.toSorted((one, other) => one.loops.length - other.loops.length)
    if (shallowest) used.add(shallowest.key)
  }
  markMandatory(spots, used)
  return used
}

function placesNamed(rules: OverlayRules) {
  const sets = [rules, ...rules.conditions.flatMap(each => [each.must, each.otherwise])]
  return [
    ...sets.flatMap(set => set.segments.filter(each => each.rule.usage !== 'not used')).map(each => each.place),
    ...sets.flatMap(set => set.elements.filter(each => each.rule.usage !== 'not used')).map(each => each.place),
    ...rules.moves.map(each => each.to),
    ...rules.added.map(({ rule, loops }) => ({ name: rule.name, tag: rule.segment, filters: [], loops })),
  ]
}

/** What the standard demands inside what is used, and the starts of loops in which something is. */
function markMandatory(spots: readonly Spot[], used: Set<string>): boolean {
  let any = false
  for (const spot of spots) {
    if (spot.kind === 'segment') {
      if (spot.min > 0 && !spot.starts) used.add(spot.key)
    } else if (markMandatoryInside(spot, used)) used.add(`${spot.path}!`)
    any ||= isUsed(spot, used)
  }
  return any
}

function markMandatoryInside(spot: Extract<Spot, { kind: 'loop' }>, used: Set<string>): boolean {
  const inside = [...segmentSpots(spot.children)].some(each => used.has(each.key))
  return inside || spot.min > 0 ? markMandatory(spot.children, used) || spot.min > 0 : false
}

/** Whether a segment, or anything in a loop, is used. */
export function isUsed(spot: Spot, used: ReadonlySet<string>): boolean {
  return spot.kind === 'segment'
    ? used.has(spot.key)
    : [...segmentSpots(spot.children)].some(each => used.has(each.key))
}

/** A segment as it was written at a spot, and the fields that its elements come from. */
export interface Written {
  elements: readonly string[]
  fields: ReadonlyMap<number, readonly string[]>
}

/** The segments written at a spot; those of the example first. */
export function writtenAt({ key }: SegmentSpot, traces: readonly Traced[]): Written[] {
  return traces.flatMap(({ keys, segments, fields }) =>
    segments.flatMap((elements, i) => (keys[i] === key ? [{ elements, fields: fields[i]! }] : [])),
  )
}
