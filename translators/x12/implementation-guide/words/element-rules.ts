import type { ElementRule } from '../../overlay/rule-schema.ts'
import { sampleOf } from '../sample-value.ts'
import { anyOf } from './places.ts'
import { valueWords } from './values.ts'

type Sentence<K extends keyof ElementRule> = (
  given: NonNullable<ElementRule[K]>,
  rule: ElementRule,
) => string | undefined

/** A sentence for each thing that a rule can say of an element. The types see to it that none is left out; `undefined`: shown elsewhere. */
const sentences: { readonly [K in keyof Required<ElementRule>]: Sentence<K> } = {
  usage: given => ({ required: 'Must be sent.', optional: 'May be left out.', 'not used': 'Not used.' })[given],
  fixed: given => `Always “${given}”.`,
  default: given => `“${given}” when nothing else is known.`,
  value: given => `${capital(valueWords(given))}.`,
  length: ([min, max]) => (min === max ? `Exactly ${count(min)}.` : `${min} to ${count(max)}.`),
  pattern: given => {
    const sample = sampleOf(given)
    return `Form: ${given}${sample === undefined ? '' : `, such as ${sample}`}`
  },
  codes: given => `Only ${anyOf(given)}.`,
  forbid: given => `Never ${anyOf(given)}.`,
  alsoCodes: given => `Also ${anyOf(given)}, which the standard does not have.`,
  check: () => 'Not held against the standard.',
  decimals: decimalWords,
  sign: () => 'Written without a minus.',
  zero: () => 'Left out when it is zero.',
  date: given => `Date as ${given}.`,
  time: given => `Time as ${given}.`,
  pad: ({ width, with: filler, side, keep }) =>
    `Filled with “${filler}” on the ${side} to ${count(width)}${keep ? '; the filler belongs to the value' : ''}.`,
  prefix: given => `Begins with “${given}”, which is no part of the value.`,
  removePrefix: given => `Written without the “${given}” with which the hub’s value begins.`,
  placeholders: given => `${anyOf(given.map(value => `“${value}”`))} means that there is no value.`,
  overflow: (_, { length }) => `A longer value is cut at ${count(length?.[1] ?? 0)}.`,
  wrap: given => `A longer text goes on in further segments, ${count(given)} each.`,
  note: given => given,
}

/** What a partner's rule says of an element, one sentence each. `except` names what is shown otherwise. */
export function elementRuleWords(rule: ElementRule, except: readonly (keyof ElementRule)[] = []): string[] {
  return (Object.keys(sentences) as (keyof ElementRule)[]).flatMap(name =>
    except.includes(name) ? [] : sentence(name, rule),
  )
}

function sentence<K extends keyof ElementRule>(name: K, rule: ElementRule): string[] {
  const given = rule[name]
  const words = given === undefined ? undefined : sentences[name](given as NonNullable<ElementRule[K]>, rule)
  return words === undefined ? [] : [words]
}

function decimalWords({ least, most, implied }: NonNullable<ElementRule['decimals']>): string {
  if (implied !== undefined) return `Written without a decimal point, the last ${implied} digits being decimal places.`
  if (least !== undefined && least === most) return `Exactly ${least} decimal places.`
  if (least === undefined) return `At most ${most ?? 6} decimal places.`
  return most === undefined ? `At least ${least} decimal places.` : `${least} to ${most} decimal places.`
}

function count(characters: number): string {
  return `${characters} character${characters === 1 ? '' : 's'}`
}

/** With a capital at its start. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
