import type { BusinessDocument } from '../../documents/index.ts'
import { leavesOf, otherValue, withLeaves } from './fields.ts'
import { keysOf } from './spots.ts'
import { segmentsOf, type Trial } from './writing.ts'

/** A written set, and which field of the document each element came from. */
export interface Traced {
  document: BusinessDocument
  segments: readonly (readonly string[])[]
  /** Where each segment stands, see `Spot`. */
  keys: readonly string[]
  /** By segment and element: the fields that it changes with. */
  fields: readonly ReadonlyMap<number, readonly string[]>[]
}

/** Writes a document again and again, each time with one field changed, and looks which elements change with it. */
export function traceOf(document: BusinessDocument, trial: Trial): Traced {
  const segments = segmentsOf(document, trial)
  const fields = segments.map(() => new Map<number, string[]>())
  for (const path of new Set([...leavesOf(document)].map(leaf => leaf.path))) {
    const other = segmentsOf(withLeaves(document, path, otherValue), trial)
    if (!sameShape(segments, other)) continue
    for (const [i, segment] of segments.entries()) {
      for (let element = 1; element < segment.length; element++) {
        const [own, changed] = [segment[element], other[i]![element]]
        if (!own || !changed || own === changed) continue
        const known = fields[i]!.get(element)
        if (known) known.push(path)
        else fields[i]!.set(element, [path])
      }
    }
  }
  return { document, segments, keys: keysOf(segments, trial.guide), fields }
}

function sameShape(one: readonly (readonly string[])[], other: readonly (readonly string[])[]): boolean {
  return one.length === other.length && one.every((segment, i) => segment[0] === other[i]![0])
}
