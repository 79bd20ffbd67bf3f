import { type Condition, type Rule, rule } from '../../../engine/routing/rules.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from '../rules/console.ts'
import { freshId, given, listIn, readBy, shifted } from '../rules/forms.ts'

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
  const said: Record<string, unknown> = when
  for (const field of [...names(lists), ...names(sourceLists)]) {
    const value = said[field]
    if (Array.isArray(value))
      values[field] = value.map(one => (typeof one === 'string' ? one : rangeText(one))).join(', ')
  }
  for (const field of [...names(numbers), ...names(counts)])
    if (said[field] !== undefined) values[field] = String(said[field])
  for (const field of names(shares)) if (said[field] !== undefined) values[field] = shifted(String(said[field]), 2)
  if (when.sourceKinds?.length === 1) values.sourceKind = when.sourceKinds[0]!
  if (effect.action === 'prefer') values.amount = String(effect.by)
  if ('amount' in effect) values.amount = effect.amount
  if (effect.action === 'cap') Object.assign(values, { amount: String(effect.aDay), of: effect.of })
  if (effect.action === 'hold') values.reason = effect.reason
  return values
}

const rangeText = ({ from, to }: { from: string; to: string }) => `${from}-${to}`

/** Reads the form of a rule. `id` is that of the rule being changed; a new one gets its name's words, told apart from `taken`. */
export function readRule(values: FormValues, id: string | undefined, taken: readonly string[]): Read<Rule> {
  const name = given(values, 'name')
  const typed = {
    id: id ?? freshId(name ?? 'rule', taken),
    ...(name && { name }),
    ...(values.off === 'yes' && { off: true }),
    when: readCondition(values),
    effect: readEffect(values),
  }
  return readBy(rule, typed, fieldOf)
}

function fieldOf([part, field]: readonly PropertyKey[]): string {
  if (part === 'when') return field === 'sourceKinds' ? 'sourceKind' : String(field)
  if (part !== 'effect') return String(part)
  return field === 'reason' || field === 'action' || field === 'of' ? String(field) : 'amount'
}

function readCondition(values: FormValues): Record<string, unknown> {
  const when: Record<string, unknown> = {}
  for (const field of [...names(lists), ...names(sourceLists)]) {
    const words = listIn(values[field])
    if (words) when[field] = field === 'postalRanges' ? words.map(readRange) : words
  }
  const each = (labels: object, read: (text: string) => unknown) => {
    for (const field of names(labels)) {
      const text = given(values, field)
      if (text) when[field] = read(text)
    }
  }
  each(numbers, text => text)
  each(shares, text => shifted(text, -2))
  each(counts, wholeNumber)
  const kind = given(values, 'sourceKind')
  if (kind) when.sourceKinds = [kind]
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
