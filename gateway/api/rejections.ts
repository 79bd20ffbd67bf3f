import { ApplicationError } from '../../db/application-error.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Issue } from '../../translators/issue.ts'

/** Throws when a document was refused: each issue under the field that it names. The work in hand is rolled back. */
export function refuseRejected(outcome: Outcome): void {
  if (outcome.result === 'rejected') throw refusalOf(outcome.issues.filter(issue => issue.severity === 'error'))
}

/** A refusal for these issues, each under the field that it names. */
export function refusalOf(issues: readonly Issue[]): ApplicationError {
  const fields = Object.fromEntries(issues.map(issue => [issue.at.path ?? 'body', issue.message]))
  return new ApplicationError('invalid-input', issues[0]?.message ?? 'It cannot be applied.', fields)
}

/** What is worth telling of something that took effect all the same. */
export function warningsOf(outcome: Outcome): Issue[] {
  return outcome.issues.filter(issue => issue.severity === 'warning')
}
