import type { BusinessDocument } from '../../documents/index.ts'
import type { ElementDefinition } from '../guides/model.ts'
import { leavesOf, withLeaves } from './fields.ts'
import type { Traced } from './trace.ts'
import { codeReader, segmentsOf, type Trial } from './writing.ts'

/** What the hub makes of the codes of one element. */
export interface CodeSense {
  /** By code: the hub's word for it, or the code itself. */
  understood: ReadonlyMap<string, string>
  /** Codes that the hub writes. */
  sent: ReadonlySet<string>
}

/** Asks the standard map what the codes of elements mean, by giving it each in turn. */
export class CodeSenses {
  readonly #traced: Traced
  readonly #trial: Trial
  readonly #read: ReturnType<typeof codeReader>

  constructor(traced: Traced, trial: Trial) {
    this.#traced = traced
    this.#trial = trial
    this.#read = codeReader(traced.segments, trial)
  }

  /** The codes of an element from which a field comes; undefined where the map takes whatever stands there as it is. */
  senseOf(key: string, element: number, definition: ElementDefinition): CodeSense | undefined {
    const { keys, fields } = this.#traced
    const segment = keys.findIndex((each, i) => each === key && fields[i]?.has(element))
    const path = fields[segment]?.get(element)?.[0]
    if (path === undefined || definition.type !== 'ID' || !definition.meanings) return undefined
    const understood = this.#words(segment, element, path, [...definition.meanings.keys()])
    if ([...understood].every(([code, word]) => code === word)) return undefined
    const words = new Set(understood.values())
    return { understood, sent: new Set([...words].flatMap(word => this.#codeFor(segment, element, path, word))) }
  }

  /** The value of the field by code: of all its occurrences the one that changes with the code is this segment's. */
  #words(segment: number, element: number, path: string, codes: readonly string[]): Map<string, string> {
    const read = codes.map(code => [code, valuesAt(this.#read(segment, element, code), path)] as const)
    const made = read.filter(([, values]) => values.length > 0)
    const places = made[0]?.[1].map((_, place) => place) ?? []
    const own = places.find(place => new Set(made.map(([, values]) => values[place])).size > 1)
    return new Map(
      own === undefined ? [] : made.flatMap(([code, values]) => (values[own] ? [[code, values[own]]] : [])),
    )
  }

  #codeFor(segment: number, element: number, path: string, word: string): string[] {
    const changed = withLeaves(this.#traced.document, path, () => word)
    const written = segmentsOf(changed, { ...this.#trial, overlay: undefined })[segment]
    const code = written?.[0] === this.#traced.segments[segment]![0] ? written?.[element] : undefined
    return code && code !== word ? [code] : []
  }

  /** Other codes in an element that make the same document: those that are read alike. Empty where the element is not looked at. */
  alternativesTo(segment: number, element: number, definition: ElementDefinition): string[] {
    const own = this.#traced.segments[segment]?.[element]
    if (!own || definition.type !== 'ID') return []
    const wanted = JSON.stringify(this.#read(segment, element, own))
    const others = [...(definition.meanings?.keys() ?? [])].filter(code => code !== own)
    const alike = others.filter(code => JSON.stringify(this.#read(segment, element, code)) === wanted)
    return alike.length === others.length ? [] : alike
  }
}

/** The values at a path, in order. */
function valuesAt(document: BusinessDocument | undefined, path: string): string[] {
  const generic = (each: string) => each.replace(/\[[\w-]+\]/g, '[]')
  const leaves = document ? [...leavesOf(document)] : []
  return leaves.flatMap(leaf => (generic(leaf.path) === generic(path) ? [String(leaf.value)] : []))
}
