import type { Issue } from '../translators/issue.ts'

/**
 * What became of a document that a partner sent, by whatever way. `applied`: it took effect, perhaps with warnings; `duplicate`: it had
 * taken effect before and changes nothing; `rejected`: it cannot be applied, and the issues say why.
 */
export interface Outcome {
  result: 'applied' | 'duplicate' | 'rejected'
  issues: Issue[]
  /** The fact that was stored, or had been stored before. */
  id?: string
}

/** Why a document was refused, or a feed held back: before whatever else was noticed. */
export const causeOf = ({ issues }: Outcome): Issue | undefined =>
  issues.find(({ severity, code }) => severity === 'error' || code === 'quarantined') ?? issues[0]

/** The same in words. */
export const reasonOf = (outcome: Outcome): string => causeOf(outcome)?.message ?? ''

export const applied = (id: string, issues: Issue[] = []): Outcome => ({ result: 'applied', issues, id })
export const duplicate = (id: string): Outcome => ({ result: 'duplicate', issues: [], id })
export const rejected = (...issues: Issue[]): Outcome => ({ result: 'rejected', issues })

/** An issue of business rather than of format: the document reads well but cannot be applied. `path` names the field. */
export function businessIssue(code: string, message: string, path: string, value?: string, expected?: string): Issue {
  return {
    severity: 'error',
    code,
    message,
    at: { path },
    ...(value === undefined ? {} : { value }),
    ...(expected === undefined ? {} : { expected }),
  }
}
