import { type PriceRule, type PriceRules, priceRule, priceSettings } from '../../../engine/listing/price-rules.ts'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from '../rules/console.ts'
import { freshId, given, listIn, readBy, shifted } from '../rules/forms.ts'

/** Whose price a rule makes: lists that commas part. */
export const whom = {
  channels: 'Sales channels',
  skus: 'Items',
  brands: 'Brands',
  categories: 'Categories',
} as const satisfies Partial<Record<keyof PriceRule['for'], string>>

/** A rule as its form shows it. Shares are written in per cent. */
export function valuesOf({ name, off, for: whose, basis, adjustment, floor, ceiling, ending }: PriceRule): FormValues {
  const lists = Object.entries(whose).flatMap(([field, words]) => (words ? [[field, words.join(', ')]] : []))
  return {
    ...Object.fromEntries(lists),
    name: name ?? '',
    off: off ? 'yes' : '',
    basis,
    by: adjustment.by,
    ...(adjustment.by === 'percent' && { amount: adjustment.percent }),
    ...(adjustment.by === 'amount' && { amount: adjustment.amount }),
    ...(adjustment.by === 'margin' && { amount: shifted(adjustment.margin, 2) }),
    ...(adjustment.by === 'tiers' && {
      tiers: adjustment.tiers.map(({ upTo, percent }) => `${upTo ?? 'above'}  ${percent}`).join('\n'),
    }),
    floorMargin: floor.margin === undefined ? '' : shifted(floor.margin, 2),
    floorMap: floor.map ? 'yes' : 'no',
    ceilingMsrp: ceiling.msrp ? 'yes' : 'no',
    ending: ending ?? '',
  }
}

/** Reads the form of a rule. */
export function readRule(values: FormValues, id: string | undefined, taken: readonly string[]): Read<PriceRule> {
  const name = given(values, 'name')
  const lists = Object.keys(whom).flatMap(field => {
    const words = listIn(values[field])
    return words ? [[field, words]] : []
  })
  const margin = given(values, 'floorMargin')
  const input = {
    id: id ?? freshId(name ?? 'rule', taken),
    ...(name && { name }),
    ...(values.off === 'yes' && { off: true }),
    for: Object.fromEntries(lists),
    basis: values.basis,
    adjustment: readAdjustment(values),
    floor: { map: values.floorMap !== 'no', ...(margin && { margin: shifted(margin, -2) }) },
    ceiling: { msrp: values.ceilingMsrp !== 'no' },
    ...(given(values, 'ending') && { ending: given(values, 'ending') }),
  }
  return readBy(priceRule, input, ([part, field]) => {
    if (part === 'for') return String(field)
    if (part === 'floor') return 'floorMargin'
    if (part === 'adjustment') return field === 'by' ? 'by' : field === 'tiers' ? 'tiers' : 'amount'
    return String(part)
  })
}

function readAdjustment(values: FormValues): Record<string, unknown> {
  const amount = given(values, 'amount') ?? ''
  switch (values.by) {
    case 'percent':
      return { by: 'percent', percent: amount }
    case 'margin':
      return { by: 'margin', margin: shifted(amount, -2) }
    case 'tiers':
      return { by: 'tiers', tiers: (given(values, 'tiers') ?? '').split('\n').flatMap(readTier) }
    default:
      return { by: values.by, amount }
  }
}

/** `50  40` is 40% up to 50; `above  20` is for the rest. */
function readTier(line: string): { upTo?: string; percent: string }[] {
  const [upTo = '', percent = ''] = line.trim().split(/\s+/)
  if (upTo === '') return []
  return [{ ...(upTo.toLowerCase() !== 'above' && { upTo }), percent: percent.replace(/%$/, '') }]
}

/** The settings as their form shows them. */
export function settingsValues({ cost, approveAbove }: PriceRules['settings']): FormValues {
  return { cost, approveAbove: approveAbove === undefined ? '' : shifted(approveAbove, 2) }
}

/** Reads the form of the settings. */
export function readSettings(values: FormValues): Read<PriceRules['settings']> {
  const limit = given(values, 'approveAbove')
  const input = { cost: values.cost, ...(limit && { approveAbove: shifted(limit, -2) }) }
  return readBy(priceSettings, input, ([field]) => String(field))
}
