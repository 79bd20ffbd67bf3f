import type { Issue, Place } from '../issue.ts'
import { type Finding, issueOf, type ProblemCode } from './problems.ts'
import type { ValidationOptions } from './types.ts'

/** Collects what is wrong with one set, group or interchange, at places relative to it, and stops at a limit. */
export class Report {
  readonly issues: Issue[] = []
  readonly #place: Place
  readonly #options: ValidationOptions | undefined
  readonly #limit: number
  #dropped = 0

  constructor(place: Place, options: ValidationOptions | undefined, limit = 100) {
    this.#place = place
    this.#options = options
    this.#limit = limit
  }

  /** Answers the issue, unless the options pass over it. */
  add(code: ProblemCode, finding: Finding): Issue | undefined {
    return this.#keep(code, finding, false)
  }

  /** The same for what may be no mistake: it is told, not acknowledged, unless the options say how bad it is. */
  remark(code: ProblemCode, finding: Finding): Issue | undefined {
    return this.#keep(code, finding, true)
  }

  #keep(code: ProblemCode, finding: Finding, unsure: boolean): Issue | undefined {
    const issue = issueOf(code, { ...finding, at: { ...this.#place, ...finding.at } }, this.#options, unsure)
    if (!issue) return undefined
    if (this.issues.length >= this.#limit) this.#overflow(issue)
    else this.issues.push(issue)
    return issue
  }

  /** Beyond the limit issues are counted, and an error still makes the whole an error. */
  #overflow(issue: Issue): void {
    this.#dropped++
    const last = this.issues[this.#limit]
    const message = `${this.#dropped} more issues are not listed; correct the first ones and send the document again.`
    if (last) {
      last.message = message
      if (issue.severity === 'error') last.severity = 'error'
    } else {
      this.issues.push({ severity: issue.severity, code: 'too-many-issues', message, at: { ...this.#place } })
    }
  }
}
