import type { Issue } from '../../issue.ts'
import type { Finding, ProblemCode } from '../problems.ts'
import { Report } from '../report.ts'
import type { OverlayRules } from './rules.ts'
import { type Branch, segmentsMeant } from './tree.ts'

/**
 * Passes on what the standard's checks find, except what the partner's map allows, and at the places where it stands in the file: a set
 * that was turned back into the standard's form may have fewer segments than came.
 */
export class ForgivingReport extends Report {
  readonly #to: Report
  readonly #rules: OverlayRules
  readonly #root: Branch
  readonly #at: readonly number[] | undefined
  #allowed: Map<string, Set<ProblemCode>> | undefined

  /** `root` is the set as it came; `at` says for each segment of the form that is checked where it stood, when they differ. */
  constructor(to: Report, rules: OverlayRules, root: Branch, at?: readonly number[]) {
    super({}, undefined, 0)
    this.#to = to
    this.#rules = rules
    this.#root = root
    this.#at = at
  }

  override add(code: ProblemCode, finding: Finding): Issue | undefined {
    const { position } = finding.at
    const came = position === undefined ? undefined : (this.#at?.[position - 1] ?? position - 1)
    const at = came === undefined ? finding.at : { ...finding.at, position: came + 1 }
    return this.#forgives(code, { ...finding, at }) ? undefined : this.#to.add(code, { ...finding, at })
  }

  #forgives(code: ProblemCode, { at, expected, value }: Finding): boolean {
    if (code === 'missing-segment' || code === 'too-many-segments') return this.#segmentForgiven(code, at)
    const relation = code === 'missing-conditional-element' || code === 'exclusive-elements'
    if (relation && expected && this.#relationOff(at.segment ?? '', expected)) return true
    if (at.element === undefined || at.position === undefined) return false
    this.#allowed ??= this.#allowances()
    const key = `${at.position - 1}:${at.element}`
    return Boolean(this.#allowed.get(key)?.has(code) || (value && this.#allowed.get(`${key}:${value}`)?.has(code)))
  }

  #segmentForgiven(code: ProblemCode, at: Finding['at']): boolean {
    return this.#rules.segments.some(({ place, rule }) => {
      if (place.tag !== at.segment || place.filters.length > 0) return false
      const loop = place.loops?.at(-1)?.tag ?? ''
      if (place.loops && loop !== (at.loop ?? '')) return false
      return code === 'missing-segment' ? rule.usage !== undefined && rule.usage !== 'required' : rule.max !== undefined
    })
  }

  #relationOff(tag: string, relation: string): boolean {
    return this.#rules.segments.some(({ place, rule }) => place.tag === tag && rule.relations?.off?.includes(relation))
  }

  /** By place of segment and element (and value, for codes): the problems that the map allows there. */
  #allowances(): Map<string, Set<ProblemCode>> {
    const allowed = new Map<string, Set<ProblemCode>>()
    const allow = (key: string, codes: readonly ProblemCode[]) => {
      const known = allowed.get(key) ?? new Set()
      for (const code of codes) known.add(code)
      allowed.set(key, known)
    }
    for (const { place, rule, codes, alsoCodes } of this.#rules.elements) {
      const everywhere: ProblemCode[] = [
        ...(rule.check === false ? unchecked : []),
        ...(rule.length ? (['too-long', 'too-short'] as const) : []),
        ...(rule.usage === 'optional' || rule.usage === 'not used' ? (['missing-element'] as const) : []),
      ]
      for (const { segment } of segmentsMeant(this.#root, place)) {
        const key = `${segment.at}:${place.element}`
        allow(key, everywhere)
        for (const code of [...(codes ?? []), ...(alsoCodes ?? [])]) allow(`${key}:${code}`, ['unknown-code'])
      }
    }
    return allowed
  }
}

const unchecked: readonly ProblemCode[] = [
  ...(['missing-element', 'too-short', 'too-long', 'invalid-character', 'invalid-number', 'unknown-code'] as const),
  ...(['invalid-date', 'invalid-time', 'missing-conditional-element', 'exclusive-elements'] as const),
]
