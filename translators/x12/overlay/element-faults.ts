import type { ProblemCode } from '../problems.ts'
import type { ElementRule } from './rule-schema.ts'
import type { ElementRuleAt } from './rules.ts'

/** What is wrong with a value: `why` follows the name of the element in a sentence. */
export interface ElementFault {
  code: ProblemCode
  why: string
  expected: string
}

/** What a rule has against a value as it stands in the file. */
export function faultOf(at: ElementRuleAt, value: string): ElementFault | undefined {
  const { rule } = at
  if (value === '') return missingFault(rule)
  if (rule.usage === 'not used') return { code: 'forbidden-element', why: 'is not used', expected: 'nothing' }
  if (rule.fixed && value !== rule.fixed)
    return { code: 'invalid-value', why: `must be ${rule.fixed}`, expected: rule.fixed }
  if (rule.placeholders?.includes(value)) return undefined
  return codeFault(at, value) ?? lengthFault(rule, value) ?? formFault(at, value)
}

function missingFault(rule: ElementRule): ElementFault | undefined {
  if (rule.usage !== 'required' && !rule.fixed) return undefined
  return { code: 'missing-element', why: 'is required', expected: rule.fixed ?? 'a value' }
}

function codeFault({ codes, forbid }: ElementRuleAt, value: string): ElementFault | undefined {
  if (codes && !codes.has(value))
    return { code: 'unknown-code', why: 'has a code that is not allowed', expected: [...codes].join(', ') }
  if (forbid?.has(value))
    return { code: 'unknown-code', why: `must not be ${value}`, expected: `not ${[...forbid].join(', ')}` }
  return undefined
}

function lengthFault(rule: ElementRule, value: string): ElementFault | undefined {
  const length = [...value].length
  const [min, max] = rule.length ?? [0, Number.POSITIVE_INFINITY]
  const expected = rule.length ? `${min} to ${max}` : ''
  if (length > max) return { code: 'too-long', why: `is longer than ${max}`, expected }
  if (length < min) return { code: 'too-short', why: `is shorter than ${min}`, expected }
  if (rule.wrap && length > rule.wrap)
    return { code: 'too-long', why: `is longer than ${rule.wrap}`, expected: `at most ${rule.wrap}` }
  if (rule.pad && length < rule.pad.width)
    return { code: 'too-short', why: `must be filled to ${rule.pad.width}`, expected: `${rule.pad.width} characters` }
  return undefined
}

function formFault({ rule, pattern }: ElementRuleAt, value: string): ElementFault | undefined {
  if (pattern && !pattern.test(value))
    return { code: 'invalid-value', why: 'has the wrong form', expected: rule.pattern! }
  if (rule.sign && value.startsWith('-'))
    return { code: 'invalid-value', why: 'must not be negative', expected: 'no minus' }
  if (rule.prefix && !value.startsWith(rule.prefix))
    return { code: 'invalid-value', why: `must begin with ${rule.prefix}`, expected: `${rule.prefix}…` }
  if (rule.date && value.length !== rule.date.length)
    return { code: 'invalid-date', why: `must be a date like ${rule.date}`, expected: rule.date }
  if (rule.time && value.length !== rule.time.length)
    return { code: 'invalid-time', why: `must be a time like ${rule.time}`, expected: rule.time }
  return rule.decimals ? decimalsFault(rule.decimals, value) : undefined
}

function decimalsFault(decimals: NonNullable<ElementRule['decimals']>, value: string): ElementFault | undefined {
  const { least = 0, most = 6, implied } = decimals
  const fraction = value.split('.')[1] ?? ''
  if (implied !== undefined && value.includes('.'))
    return { code: 'invalid-number', why: `has ${implied} implied places and no point`, expected: `N${implied}` }
  if (implied === undefined && (fraction.length < least || fraction.length > most))
    return {
      code: 'invalid-number',
      why: `must have ${least} to ${most} decimal places`,
      expected: `${least} to ${most}`,
    }
  return undefined
}
