import type { Issue, Place } from '../issue.ts'
import type { ValidationOptions } from './types.ts'

type AcknowledgmentList = NonNullable<Issue['acknowledgment']>['list']

interface Problem {
  severity: Issue['severity']
  list?: AcknowledgmentList
  code?: string
}

const error = (list: AcknowledgmentList, code: string): Problem => ({ severity: 'error', list, code })
const warning = (list: AcknowledgmentList, code: string): Problem => ({ severity: 'warning', list, code })
const remark: Problem = { severity: 'warning' }

/**
 * Everything that can be wrong with X12, by issue code: how bad it is unless the partner's options say otherwise, and the code by
 * which it is acknowledged (segments X12 720, elements 723, sets 718, groups 716, interchanges I18). A warning that has such a code
 * makes a set accepted with errors; one without is told to people only.
 */
export const problems = {
  'unknown-segment': error('segment', '1'),
  'missing-segment': error('segment', '3'),
  'too-many-loops': error('segment', '4'),
  'too-many-segments': error('segment', '5'),
  'foreign-segment': error('segment', '6'),
  'misplaced-segment': error('segment', '7'),
  'forbidden-segment': error('segment', '2'),
  'empty-segment': remark,
  'missing-element': error('element', '1'),
  'missing-conditional-element': error('element', '2'),
  'too-many-elements': error('element', '3'),
  'too-short': error('element', '4'),
  'too-long': error('element', '5'),
  'invalid-character': error('element', '6'),
  'delimiter-in-data': warning('element', '6'),
  'not-utf8': remark,
  'invalid-number': error('element', '6'),
  'unknown-code': error('element', '7'),
  'invalid-value': error('element', '7'),
  'invalid-date': error('element', '8'),
  'invalid-time': error('element', '9'),
  'exclusive-elements': error('element', '10'),
  'forbidden-element': error('element', '10'),
  'too-many-repetitions': error('element', '12'),
  'too-many-components': error('element', '3'),
  'trailing-separators': remark,
  'wrong-hierarchy': error('element', '7'),
  'ambiguous-value': remark,
  'wrong-total': error('element', '7'),
  'unsupported-set': error('set', '1'),
  'missing-set-trailer': error('set', '2'),
  'set-control-number-mismatch': error('set', '3'),
  'segment-count-mismatch': error('set', '4'),
  'not-mappable': error('set', '5'),
  'not-carried': remark,
  'not-mapped': remark,
  'loses-precision': { severity: 'error' },
  'changed-by-map': { severity: 'error' },
  'altered-by-map': remark,
  'refused-by-map': error('set', '5'),
  'unmet-by-map': { severity: 'error' },
  'expression-failed': { severity: 'error' },
  'test-failed': { severity: 'error' },
  'not-echoed': { severity: 'error' },
  'against-policy': { severity: 'error' },
  'wrong-group-for-set': error('set', '6'),
  'invalid-set-control-number': error('set', '7'),
  'duplicate-set-control-number': error('set', '23'),
  'too-many-issues': remark,
  'unfamiliar-version': remark,
  'invalid-envelope': { severity: 'error' },
  'unwritable-delimiter': { severity: 'error' },
  'unsupported-group': error('group', '1'),
  'unsupported-version': error('group', '2'),
  'missing-group-trailer': error('group', '3'),
  'group-control-number-mismatch': error('group', '4'),
  'set-count-mismatch': error('group', '5'),
  'invalid-group-header': warning('group', '6'),
  'segment-outside-set': error('group', '5'),
  'duplicate-group-control-number': error('group', '6'),
  'interchange-control-number-mismatch': error('interchange', '001'),
  'group-count-mismatch': error('interchange', '021'),
  'missing-interchange-trailer': error('interchange', '023'),
  'unpadded-header': remark,
  'wrapped-lines': remark,
  'invalid-header': warning('interchange', '022'),
  'invalid-interchange-date': warning('interchange', '014'),
  'invalid-interchange-time': warning('interchange', '015'),
  'invalid-interchange-control-number': warning('interchange', '018'),
  'invalid-acknowledgment-request': warning('interchange', '019'),
  'invalid-usage': warning('interchange', '020'),
  'segment-outside-group': error('interchange', '024'),
  'unterminated-segment': remark,
  'overlong-segment': error('interchange', '024'),
  'duplicate-interchange-control-number': error('interchange', '025'),
  'no-interchange': { severity: 'error' },
  'outside-interchange': { severity: 'error' },
  'stray-text': remark,
} satisfies Record<string, Problem>

export type ProblemCode = keyof typeof problems

/** The parts of an issue that only the place where it is found knows. */
export interface Finding {
  message: string
  at: Place
  value?: string
  expected?: string
}

/**
 * An issue with the severity that the partner's options give it; undefined when they ignore it. `unsure`: it is a remark, unless the
 * options speak of it.
 */
export function issueOf(
  code: ProblemCode,
  finding: Finding,
  options?: ValidationOptions,
  unsure = false,
): Issue | undefined {
  const asked = options?.severities?.[code]
  const problem: Problem = unsure && !asked ? remark : problems[code]
  const severity = asked ?? problem.severity
  if (severity === 'ignore') return undefined
  const issue: Issue = { severity, code, ...finding }
  if (problem.list && problem.code) issue.acknowledgment = { list: problem.list, code: problem.code }
  return issue
}
