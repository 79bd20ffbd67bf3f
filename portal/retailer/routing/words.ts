import type { Condition, RuleEffect } from '../../../engine/routing/rules.ts'

type Says = { [Name in keyof Condition]-?: (value: NonNullable<Condition[Name]>) => string }

const list = (values: readonly string[]) => values.join(', ')
/** `0.15` → `15%`, by moving the point. */
export const percent = (share: string) => {
  const [whole = '', fraction = ''] = share.replace('-', '').split('.')
  const padded = fraction.padEnd(2, '0')
  const digits = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = padded.slice(2).replace(/0+$/, '')
  return `${share.startsWith('-') ? '−' : ''}${digits}${rest ? `.${rest}` : ''}%`
}

/** Every condition in words. */
const says: Says = {
  channels: values => `sold on ${list(values)}`,
  countries: values => `going to ${list(values)}`,
  states: values => `going to ${list(values)}`,
  postalPrefixes: values => `ZIP code beginning with ${list(values)}`,
  postalRanges: values => `ZIP code ${values.map(({ from, to }) => `${from} to ${to}`).join(', ')}`,
  customers: values => `for ${list(values)}`,
  skus: values => `item ${list(values)}`,
  categories: values => `category ${list(values)}`,
  brands: values => `brand ${list(values)}`,
  tags: values => `item tagged ${list(values)}`,
  quantityFrom: value => `${value} or more units`,
  quantityBelow: value => `fewer than ${value} units`,
  valueFrom: value => `order worth ${value} or more`,
  valueBelow: value => `order worth less than ${value}`,
  weightFrom: value => `line of ${value} lb or more`,
  weightBelow: value => `line of less than ${value} lb`,
  sources: values => `source ${list(values)}`,
  sourceKinds: values =>
    `source is a ${values.map(kind => (kind === 'warehouse' ? 'warehouse of ours' : kind)).join(' or ')}`,
  sourceTags: values => `source tagged ${list(values)}`,
  marginFrom: value => `margin of ${percent(value)} or more`,
  marginBelow: value => `margin below ${percent(value)}`,
  shipDaysFrom: value => `ships in ${value} days or later`,
  milesFrom: value => `${value} miles away or more`,
  scoreBelow: value => `scorecard below ${percent(value)}`,
}

/** When a rule applies, in words: `going to OR, WA; line of 50 lb or more`. */
export function conditionWords(when: Condition): string {
  const said = (Object.keys(says) as (keyof Condition)[]).flatMap(name => {
    const value = when[name]
    return value === undefined ? [] : [(says[name] as (given: unknown) => string)(value)]
  })
  return said.length === 0 ? 'always' : said.join('; ')
}

/** What a rule does, in words. */
export function effectWords(effect: RuleEffect): string {
  switch (effect.action) {
    case 'exclude':
      return 'leave the source out'
    case 'require':
      return 'allow no other source'
    case 'prefer':
      return effect.by < 0 ? `avoid it by ${-effect.by}` : `prefer it by ${effect.by}`
    case 'add-cost':
      return `add ${effect.amount} to the landed cost`
    case 'set-cost':
      return `set the landed cost of a unit to ${effect.amount}`
    case 'cap':
      return `at most ${effect.aDay} ${effect.of} a day`
    case 'hold':
      return `hold for a person: ${effect.reason}`
  }
}
