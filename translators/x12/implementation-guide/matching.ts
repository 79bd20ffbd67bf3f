import { type ElementPlace, fits, type SegmentPlace, type Step } from '../overlay/place.ts'
import type { Spot } from './spots.ts'
import { allOf, filterWords, loopWords } from './words/places.ts'

/** The element by which the kinds of a segment are told apart. */
const telling: Readonly<Record<string, number>> = {
  AMT: 1,
  CTP: 2,
  CUR: 1,
  DTM: 1,
  DTP: 1,
  G61: 1,
  ITA: 1,
  LDT: 1,
  MAN: 1,
  MEA: 2,
  N1: 1,
  N9: 1,
  NM1: 1,
  NTE: 1,
  PER: 1,
  PID: 2,
  QTY: 1,
  REF: 1,
  SAC: 1,
  TXI: 1,
}

/** The element of a segment by whose code its kinds are told apart; undefined where it has no kinds. */
export function tellingElement(tag: string): number | undefined {
  return telling[tag]
}

/** What a rule's place says beyond the spot itself. */
export interface Narrowing {
  /** The codes of the telling element, where the place says nothing else. */
  codes?: readonly string[]
  /** All of it in words; empty where the rule holds for the spot as it is. */
  words: string
}

/** Whether a rule's place means segments at a spot, and which of them. Undefined when it means none of them. */
export function narrowingAt(place: SegmentPlace | ElementPlace, spot: Spot): Narrowing | undefined {
  if (place.tag !== spot.tag) return undefined
  if (
    place.loops &&
    (place.loops.length !== spot.loops.length || !place.loops.every((step, i) => mayMean(step, spot.loops[i]!)))
  ) {
    return undefined
  }
  if (!mayMean(place, spot)) return undefined
  const own = withoutLevel(place, spot.level)
  const loops = (place.loops ?? []).map((step, i) => withoutLevel(step, spot.loops[i]?.level)).filter(says)
  const words = allOf([...(says(own) ? [filterWords(own)] : []), ...(loops.length > 0 ? [loopWords(loops)] : [])])
  const [filter] = own.filters
  const byKind = loops.length === 0 && own.nth === undefined && own.filters.length === 1
  const told = byKind && filter?.element === tellingElement(spot.tag)
  return told && filter ? { codes: filter.values, words } : { words }
}

function mayMean(step: Step, { tag, level }: { tag: string; level?: string }): boolean {
  if (step.tag !== tag) return false
  if (level === undefined) return true
  const levels = { ...step, filters: step.filters.filter(filter => filter.element === 3) }
  return tag !== 'HL' || fits(levels, [tag, '', '', level])
}

/** What is left to say when the level is known. */
function withoutLevel(step: Step, level: string | undefined): Step {
  return level === undefined ? step : { ...step, filters: step.filters.filter(filter => filter.element !== 3) }
}

function says({ filters, nth }: Step): boolean {
  return filters.length > 0 || nth !== undefined
}
