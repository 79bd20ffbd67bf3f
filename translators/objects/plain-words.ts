import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/**
 * What is wrong, for people: zod names types as programs call them, and what is not there as undefined. Words that a schema of ours has chosen stay.
 * @param given the value at the place of the issue
 */
export function plainly(issue: Issue, given: unknown): string {
  if (given === undefined && issue.message.endsWith('received undefined')) return 'missing'
  if (!/^(Invalid|Too small|Too big)/.test(issue.message)) return issue.message
  if (given === undefined && choicesOf(issue)) return `missing: one of ${choicesOf(issue)}`
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, given)
    case 'invalid_value':
    case 'invalid_union':
      return choicesOf(issue) ? `expected ${oneOf(choicesOf(issue)!)}` : 'nothing that can stand here'
    case 'too_small':
    case 'too_big':
      return ofSize(issue)
    case 'invalid_format':
      return ofFormat(issue)
    case 'invalid_key':
      return `not a name that can stand here: ${plainly(issue.issues[0]!, '')}`
    default:
      return issue.message
  }
}

const oneOf = (choices: string) => (choices.includes(', ') ? `one of ${choices}` : choices)

/** What may be chosen, as a list in words. */
function choicesOf(issue: Issue): string | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ')
  const options = issue.code === 'invalid_union' && (issue as { options?: unknown }).options
  return Array.isArray(options) ? options.map(String).join(', ') : undefined
}

const shapes: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
}

/** Decimals are text here, which many expect to be numbers, and counts are numbers. */
function ofType(expected: string, given: unknown): string {
  const shape = shapes[expected] ?? `a ${expected}`
  if (expected === 'string' && typeof given === 'number') return `expected text: put it in quotes${shown(given)}`
  const isNumber = expected === 'number' || expected === 'int'
  if (isNumber && typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given))
    return `expected ${shape}: leave the quotes out`
  return `expected ${shape}`
}

/** As an example, where no digit can have been lost. */
function shown(given: number): string {
  const text = String(given)
  return /^-?[\d.]{1,15}$/.test(text) ? `, as "${text}"` : ''
}

/** Lengths and bounds. */
function ofSize(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const { origin, exact } = issue
  const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum
  const things = { string: 'character', array: 'item', set: 'item' }[origin as string]
  if (things === undefined) {
    if (issue.code === 'too_small') return `expected ${issue.inclusive ? `${bound} or more` : `more than ${bound}`}`
    return `expected ${issue.inclusive ? `${bound} or less` : `less than ${bound}`}`
  }
  if (issue.code === 'too_small' && Number(bound) === 1) return 'empty'
  const many = `${bound} ${things}${Number(bound) === 1 ? '' : 's'}`
  if (exact) return `expected ${many}`
  return `expected ${many} at ${issue.code === 'too_small' ? 'least' : 'most'}`
}

const formats: Record<string, string> = {
  uuid: 'an id such as 01890f3e-7c1a-7000-8000-4b5d1c2a9e10',
  date: 'a day such as 2026-05-04',
  datetime: 'a moment such as 2026-05-04T09:30:00Z',
  time: 'a time such as 15:00',
  email: 'an address such as name@example.com',
  url: 'an address such as https://example.com/path',
}

function ofFormat(issue: Issue & { code: 'invalid_format' }): string {
  const shape = formats[issue.format]
  if (shape) return `expected ${shape}`
  return issue.format === 'regex' && issue.pattern ? `expected text of the form ${issue.pattern}` : issue.message
}
