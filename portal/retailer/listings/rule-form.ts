import {
  type ListingCondition,
  type ListingEffect,
  type ListingRule,
  listingRule,
} from '../../../engine/listing/listing-rules.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from '../rules/console.ts'
import { freshId, given, listIn, readBy } from '../rules/forms.ts'
import { fieldWord } from './texts.ts'

/** Conditions that are lists, which commas part. */
export const lists = {
  channels: 'Sales channels',
  categories: 'Categories',
  brands: 'Brands',
  skus: 'Items',
} as const satisfies Partial<Record<keyof ListingCondition, string>>

/** What a rule can do, as its form says it. */
export const actionWords: Record<ListingEffect['action'], string> = {
  pause: 'Pause the listing',
  list: 'List it when it is complete',
  require: 'Ask for fields',
  category: 'Call its category',
  attribute: 'Call an attribute',
  text: 'Make a text',
}

/** A rule in words. */
export function listingRuleWords({ when, effect }: ListingRule) {
  const said = [
    when.channels && `on ${when.channels.join(', ')}`,
    when.categories && `category ${when.categories.join(', ')}`,
    when.brands && `brand ${when.brands.join(', ')}`,
    when.skus && `item ${when.skus.join(', ')}`,
    when.quantityBelow && `fewer than ${when.quantityBelow} available`,
    when.ownWarehouse && `own warehouse ${when.ownWarehouse === 'in' ? 'has stock' : 'is out'}`,
    when.suppliers && `${when.suppliers === 'in' ? 'a supplier has' : 'no supplier has'} stock`,
  ].filter(Boolean)
  return { when: said.length > 0 ? said.join('; ') : 'always', effect: effectWords(effect) }
}

function effectWords(effect: ListingEffect): string {
  switch (effect.action) {
    case 'pause':
      return 'pause the listing'
    case 'list':
      return 'list it when it is complete'
    case 'require':
      return `ask for ${effect.fields.map(fieldWord).join(', ')}`
    case 'category':
      return `call its category ${effect.to}`
    case 'attribute':
      return `call the attribute ${effect.from} ${effect.to}`
    case 'text':
      return `${effect.field}: ${effect.template}`
  }
}

/** A rule as its form shows it. */
export function valuesOf({ name, off, when, effect }: ListingRule): FormValues {
  const words = Object.keys(lists).flatMap(field => {
    const value = when[field as keyof typeof lists]
    return value ? [[field, value.join(', ')]] : []
  })
  return {
    ...Object.fromEntries(words),
    name: name ?? '',
    off: off ? 'yes' : '',
    quantityBelow: when.quantityBelow ?? '',
    ownWarehouse: when.ownWarehouse ?? '',
    suppliers: when.suppliers ?? '',
    action: effect.action,
    ...(effect.action === 'require' && { fields: effect.fields.join(', ') }),
    ...(effect.action === 'category' && { to: effect.to }),
    ...(effect.action === 'attribute' && { from: effect.from, to: effect.to }),
    ...(effect.action === 'text' && { field: effect.field, template: effect.template }),
  }
}

/** Reads the form of a rule. */
export function readRule(values: FormValues, id: string | undefined, taken: readonly string[]): Read<ListingRule> {
  const name = given(values, 'name')
  const words = Object.keys(lists).flatMap(field => {
    const list = listIn(values[field])
    return list ? [[field, list]] : []
  })
  const others = ['quantityBelow', 'ownWarehouse', 'suppliers'].flatMap(field => {
    const value = given(values, field)
    return value ? [[field, value]] : []
  })
  const input = {
    id: id ?? freshId(name ?? 'rule', taken),
    ...(name && { name }),
    ...(values.off === 'yes' && { off: true }),
    when: Object.fromEntries([...words, ...others]),
    effect: readEffect(values),
  }
  return readBy(listingRule, input, ([part, field]) =>
    part === 'when' || part === 'effect' ? String(field) : String(part),
  )
}

function readEffect(values: FormValues): Record<string, unknown> {
  const { action } = values
  if (action === 'require') return { action, fields: listIn(values.fields) ?? [] }
  if (action === 'category') return { action, to: given(values, 'to') ?? '' }
  if (action === 'attribute') return { action, from: given(values, 'from') ?? '', to: given(values, 'to') ?? '' }
  if (action === 'text') return { action, field: values.field, template: given(values, 'template') ?? '' }
  return { action }
}
