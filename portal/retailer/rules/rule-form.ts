import { type Condition, type Rule, rule } from '../../../engine/routing/rules.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** Conditions that a form asks for, in its order: how each is written, and its label. */
export const lists = {
  channels: 'Sales channels',
  countries: 'Countries',
  states: 'States',
  postalPrefixes: 'ZIP codes beginning with',
  postalRanges: 'ZIP code ranges, such as 970-979',
  customers: 'Customers: names, addresses or mail domains',
  skus: 'Items',
  categories: 'Categories',
  brands: 'Brands',
  tags: 'Item tags',
} as const satisfies Partial<Record<keyof Condition, string>>

/** The same about the source. */
export const sourceLists = { sources: 'Sources', sourceTags: 'Source tags' } as const satisfies Partial<
  Record<keyof Condition, string>
>

export const numbers = {
  quantityFrom: 'Units, at least',
  quantityBelow: 'Units, fewer than',
  valueFrom: 'Order value, at least',
  valueBelow: 'Order value, less than',
  weightFrom: 'Line weight in pounds, at least',
  weightBelow: 'Line weight in pounds, less than',
} as const satisfies Partial<Record<keyof Condition, string>>

/** Shares are written in per cent. */
export const shares = {
  marginFrom: 'Margin in per cent, at least',
  marginBelow: 'Margin in per cent, less than',
  scoreBelow: 'Scorecard in per cent, less than',
} as const satisfies Partial<Record<keyof Condition, string>>

export const counts = {
  shipDaysFrom: 'Days until it ships, at least',
  milesFrom: 'Miles from the destination, at least',
} as const satisfies Partial<Record<keyof Condition, string>>

const names = (labels: object) => Object.keys(labels)

/** A rule as its form shows it. */
export function valuesOf({ name, off, when, effect }: Rule): FormValues {
  const values: FormValues = { name: name ?? '', action: effect.action, ...(off && { off: 'yes' }) }
  const given: Record<string, unknown> = when
  for (const field of [...names(lists), ...names(sourceLists)]) {
    const value = given[field]
    if (Array.isArray(value))
      values[field] = value.map(one => (typeof one === 'string' ? one : rangeText(one))).join(', ')
  }
  for (const field of [...names(numbers), ...names(counts)])
    if (given[field] !== undefined) values[field] = String(given[field])
  for (const field of names(shares)) if (given[field] !== undefined) values[field] = shifted(String(given[field]), 2)
  if (when.sourceKinds?.length === 1) values.sourceKind = when.sourceKinds[0]!
  if (effect.action === 'prefer') values.amount = String(effect.by)
  if ('amount' in effect) values.amount = effect.amount
  if (effect.action === 'cap') Object.assign(values, { amount: String(effect.aDay), of: effect.of })
  if (effect.action === 'hold') values.reason = effect.reason
  return values
}

const rangeText = ({ from, to }: { from: string; to: string }) => `${from}-${to}`

/** A decimal with its point moved: `15` by −2 is `0.15`. */
function shifted(text: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return text
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = `${'0'.repeat(Math.max(0, -places))}${whole}${fraction}${'0'.repeat(Math.max(0, places))}`
  const point = Math.max(0, -places) + whole.length + places
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point).replace(/0+$/, '')]
  return `${sign}${left || '0'}${right ? `.${right}` : ''}`
}

/** Reads the form of a rule. `id` is that of the rule being changed; a new one gets its name's words, told apart from `taken`. */
export function readRule(
  values: FormValues,
  id: string | undefined,
  taken: readonly string[],
): { rule: Rule } | { errors: Record<string, string> } {
  const name = values.name?.trim()
  const parsed = rule.safeParse({
    id: id ?? freshId(name || 'rule', taken),
    ...(name && { name }),
    ...(values.off === 'yes' && { off: true }),
    when: readCondition(values),
    effect: readEffect(values),
  })
  if (parsed.success) return { rule: parsed.data }
  const errors: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message
  return { errors }
}

function fieldOf([part, field]: readonly PropertyKey[]): string {
  if (part === 'when') return field === 'sourceKinds' ? 'sourceKind' : String(field)
  if (part !== 'effect') return String(part)
  return field === 'reason' || field === 'action' || field === 'of' ? String(field) : 'amount'
}

function readCondition(values: FormValues): Record<string, unknown> {
  const when: Record<string, unknown> = {}
  const given = (field: string) => values[field]?.trim() || undefined
  for (const field of [...names(lists), ...names(sourceLists)]) {
    const words = given(field)
      ?.split(',')
      .flatMap(word => word.trim() || [])
    if (words?.length) when[field] = field === 'postalRanges' ? words.map(readRange) : words
  }
  for (const field of names(numbers)) if (given(field)) when[field] = given(field)
  for (const field of names(shares)) if (given(field)) when[field] = shifted(given(field)!, -2)
  for (const field of names(counts)) if (given(field)) when[field] = wholeNumber(given(field)!)
  if (given('sourceKind')) when.sourceKinds = [given('sourceKind')]
  return when
}

function readRange(text: string): { from: string; to: string } {
  const [from = '', to = from] = text.split('-').map(part => part.trim())
  return { from, to }
}

const wholeNumber = (text: string) => (/^-?\d{1,9}$/.test(text) ? Number(text) : text)

function readEffect({ action = '', amount = '', of = 'orders', reason = '' }: FormValues): Record<string, unknown> {
  const number = amount.trim()
  if (action === 'prefer') return { action, by: wholeNumber(number) }
  if (action === 'add-cost' || action === 'set-cost') return { action, amount: number }
  if (action === 'cap') return { action, of, aDay: wholeNumber(number) }
  if (action === 'hold') return { action, reason: reason.trim() }
  return { action }
}

function freshId(name: string, taken: readonly string[]): string {
  const words =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 50) || 'rule'
  for (let number = 1; ; number++) {
    const id = number === 1 ? words : `${words}-${number}`
    if (!taken.includes(id)) return id
  }
}
