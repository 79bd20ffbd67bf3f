import type { Relation } from '../guides/model.ts'
import type { Traced } from './trace.ts'
import { isRefused, type Trial } from './writing.ts'

/** Learns what has to be sent beyond what the standard asks, by leaving it out and looking whether the set is refused. */
export class Needs {
  readonly #traced: Traced
  readonly #trial: Trial
  /** The example itself has to be good, or nothing can be learnt. */
  readonly #usable: boolean

  constructor(traced: Traced, trial: Trial) {
    this.#traced = traced
    this.#trial = trial
    this.#usable = traced.segments.length > 0 && !isRefused(traced.segments, trial)
  }

  /** Whether a set without these segments is refused. A loop goes as a whole: name its key (`PO1/N1/`). */
  segment(key: string, qualifier?: { element: number; code: string }): boolean {
    const { segments, keys } = this.#traced
    const loop = key.endsWith('!') || key.endsWith('/') ? `${key.slice(0, -1)}/` : undefined
    let dropping = false
    const kept = segments.filter((segment, i) => {
      const starts = keys[i] === key || keys[i] === `${loop?.slice(0, -1)}!`
      const meant = starts && (!qualifier || segment[qualifier.element] === qualifier.code)
      if (loop === undefined) return !meant
      if (starts) dropping = meant
      else if (!keys[i]!.startsWith(loop)) dropping = false
      return !dropping
    })
    return this.#usable && kept.length < segments.length && isRefused(kept, this.#trial)
  }

  /** Whether a set without an element is refused; those that the standard sends only together with it go with it. */
  element(key: string, element: number, relations: readonly Relation[]): boolean {
    const group = new Set([element, ...relations.filter(each => bound(each, element)).flatMap(each => each.elements)])
    const { segments, keys } = this.#traced
    const blanked = segments.map((segment, i) =>
      keys[i] === key ? trimmed(segment.map((text, at) => (group.has(at) ? '' : text))) : segment,
    )
    return this.#usable && isRefused(blanked, this.#trial)
  }
}

function bound({ kind, elements }: Relation, element: number): boolean {
  return (kind === 'P' && elements.includes(element)) || (kind === 'C' && elements.includes(element, 1))
}

function trimmed(segment: readonly string[]): string[] {
  const end = segment.findLastIndex(Boolean)
  return segment.slice(0, end + 1)
}
