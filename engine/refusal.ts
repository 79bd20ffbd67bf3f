import { ApplicationError } from '../db/application-error.ts'
import type { Issue } from '../translators/issue.ts'

/** A refusal for these issues, each under the field that it names. */
export function refusalOf(issues: readonly Issue[]): ApplicationError {
  const fields = Object.fromEntries(issues.map(issue => [issue.at.path ?? 'body', issue.message]))
  return new ApplicationError('invalid-input', issues[0]?.message ?? 'It cannot be applied.', fields)
}
