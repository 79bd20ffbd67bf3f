import { type RoutingContent, routingBook } from '../../../engine/routing/book.ts'
import type { Rule } from '../../../engine/routing/rules.ts'
import type { RateTable, RoutingSettings } from '../../../engine/routing/settings.ts'
import type { RuleConsole } from '../rules/console.ts'
import { RuleFields, SettingsFields } from './fields.tsx'
import { readRule, valuesOf } from './rule-form.ts'
import { readSettings, settingsValues } from './settings-form.ts'
import { simulationTrial } from './simulation-trial.tsx'
import { listSources } from './sources.tsx'
import { criterionWords, path, texts as t } from './texts.ts'
import { conditionWords, effectWords } from './words.ts'

/** Routing rules in the console. */
export const routingConsole: RuleConsole<Rule, RoutingContent> = {
  book: routingBook,
  path,
  nav: 'rules',
  title: t.title,
  about: t.about,
  noneHint: t.noneHint,
  publishHint: t.publishHint,
  beside: { word: t.sources, href: `${path}/sources` },
  words: ({ when, effect }) => ({ when: conditionWords(when), effect: effectWords(effect) }),
  valuesOf,
  readRule,
  Fields: RuleFields,
  names: async (orm, retailerId) => (await listSources(orm, retailerId)).map(({ name }) => name),
  settings: {
    title: t.ranking,
    facts: settingsFacts,
    valuesOf: settingsValues,
    read: readSettings,
    Fields: SettingsFields,
  },
  trial: simulationTrial,
}

const minimumWords = { avoid: 'Avoided', refuse: 'Never placed', tell: 'Placed and told' }
const oneSourceWords = { no: 'Not needed', preferred: 'Preferred', required: 'Required' }

function settingsFacts(settings: RoutingSettings): [string, string][] {
  const { rankBy, oneSource, fewestShipments, splitQuantity, partial, belowMinimum, shippingRates } = settings
  return [
    ['Rank by', rankBy.map(criterion => criterionWords[criterion]).join(', then ')],
    ['One source for the whole order', oneSourceWords[oneSource]],
    ['Fewest shipments first', fewestShipments ? 'Yes' : 'No'],
    ['Split a quantity over sources', splitQuantity ? 'Where nobody has all of it' : 'Never'],
    ['Send what there is', partial ? 'Yes' : 'Only whole lines'],
    ['Orders below a source’s minimum', minimumWords[belowMinimum]],
    ['Surcharges learned from invoices', settings.learnSurcharges ? 'Count' : 'Do not count'],
    ['Pounds of an item of unknown weight', settings.assumedWeight],
    ['Shipping rates', shippingRates.map(rateWords).join('; ') || 'None: shipping does not count'],
  ]
}

/** `Northwind: 12 weights, up to 70 lb`. */
function rateWords({ sources, rows }: RateTable): string {
  const whose = sources ? sources.join(', ') : 'all others'
  return `${whose}: ${rows.length === 1 ? '1 weight' : `${rows.length} weights`}, up to ${rows.at(-1)?.upTo} lb`
}
