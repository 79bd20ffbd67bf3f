import type { Outcome } from '../../engine/outcome.ts'
import { refusalOf } from '../../engine/refusal.ts'
import type { Issue } from '../../translators/issue.ts'

/** Throws when a document was refused: each issue under the field that it names. The work in hand is rolled back. */
export function refuseRejected(outcome: Outcome): void {
  if (outcome.result === 'rejected') throw refusalOf(outcome.issues.filter(issue => issue.severity === 'error'))
}

/** What is worth telling of something that took effect all the same. */
export function warningsOf(outcome: Outcome): Issue[] {
  return outcome.issues.filter(issue => issue.severity === 'warning')
}
