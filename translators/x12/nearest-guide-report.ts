import type { Issue } from '../issue.ts'
import type { Finding, ProblemCode } from './problems.ts'
import { Report } from './report.ts'

/**
 * What another release may well have otherwise: which segments it has, how long their elements are, which codes they take. A segment that no
 * guide knows may say anything, one out of its place draws those after it into the wrong loop, and dates and numbers are what they are.
 */
const ofTheRelease: ReadonlySet<ProblemCode> = new Set([
  ...(['foreign-segment', 'missing-segment'] as const),
  ...(['too-many-segments', 'too-many-loops', 'too-many-elements', 'too-many-components'] as const),
  ...(['too-many-repetitions', 'too-short', 'too-long', 'unknown-code'] as const),
  ...(['missing-element', 'missing-conditional-element', 'exclusive-elements'] as const),
])

/** Passes on what is found of a set that is read with the guide of another release: what only that guide may lack is a remark, and not acknowledged. */
export class NearestGuideReport extends Report {
  readonly #to: Report

  constructor(to: Report) {
    super({}, undefined, 0)
    this.#to = to
  }

  override add(code: ProblemCode, finding: Finding): Issue | undefined {
    return ofTheRelease.has(code) ? this.#to.remark(code, finding) : this.#to.add(code, finding)
  }
}
