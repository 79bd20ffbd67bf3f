import { type PriceContent, priceBook } from '../../../engine/listing/books.ts'
import { previewRules } from '../../../engine/listing/preview.ts'
import { costChoices, type PriceRule } from '../../../engine/listing/price-rules.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import { previewTrial } from '../listings/preview.tsx'
import type { FieldProps, RuleConsole } from '../rules/console.ts'
import { Inputs, yesOrNo } from '../rules/fields.tsx'
import { readRule, readSettings, settingsValues, valuesOf, whom } from './rule-form.ts'
import { costWords, percent, priceRuleWords } from './words.ts'

function Fields({ values, errors }: FieldProps) {
  return (
    <>
      <fieldset>
        <legend>For</legend>
        <div class="fields">
          <Inputs labels={whom} values={values} errors={errors} />
        </div>
        <p class="soft small">
          A rule for items goes before one for brands, that before one for categories, that before one for all.
        </p>
      </fieldset>
      <fieldset>
        <legend>Price</legend>
        <div class="fields">
          <Select
            name="basis"
            label="From"
            value={values.basis ?? 'cost'}
            error={errors.basis}
            options={[
              { value: 'cost', word: 'Cost' },
              { value: 'msrp', word: 'MSRP' },
              { value: 'map', word: 'MAP' },
            ]}
          />
          <Select
            name="by"
            label="By"
            value={values.by ?? 'percent'}
            error={errors.by}
            options={[
              { value: 'percent', word: 'Adding per cent' },
              { value: 'amount', word: 'Adding an amount' },
              { value: 'margin', word: 'A margin in per cent of the price' },
              { value: 'tiers', word: 'Tiers of per cent' },
            ]}
          />
          <Input
            name="amount"
            label="How much"
            inputmode="decimal"
            value={values.amount}
            error={errors.amount}
            hint="Below zero takes away."
          />
          <Input name="ending" label="Ending in" value={values.ending} error={errors.ending} hint=".99, going up" />
        </div>
        <TextArea
          name="tiers"
          label="Tiers"
          value={values.tiers}
          error={errors.tiers}
          hint="One a line: up to which basis, then per cent to add; the last one begins with “above”."
        />
      </fieldset>
      <Bounds values={values} errors={errors} />
    </>
  )
}

function Bounds({ values, errors }: FieldProps) {
  return (
    <fieldset>
      <legend>Bounds</legend>
      <div class="fields">
        <Input
          name="floorMargin"
          label="Never below cost plus a margin of, in per cent"
          inputmode="decimal"
          value={values.floorMargin}
          error={errors.floorMargin}
        />
        <Select name="floorMap" label="Never below MAP" value={values.floorMap ?? 'yes'} options={yesOrNo} />
        <Select name="ceilingMsrp" label="Never above MSRP" value={values.ceilingMsrp ?? 'yes'} options={yesOrNo} />
      </div>
    </fieldset>
  )
}

function SettingsFields({ values, errors }: FieldProps) {
  return (
    <>
      <Select
        name="cost"
        label="Cost, where several sources sell it"
        value={values.cost}
        error={errors.cost}
        options={costChoices.map(value => ({ value, word: costWords[value] }))}
      />
      <Input
        name="approveAbove"
        label="A change waits for a person above, in per cent"
        inputmode="decimal"
        value={values.approveAbove}
        error={errors.approveAbove}
        hint="Empty: none waits."
      />
    </>
  )
}

/** Pricing rules in the console. */
export const pricingConsole: RuleConsole<PriceRule, PriceContent> = {
  book: priceBook,
  path: '/retailer/pricing',
  nav: 'pricing',
  title: 'Pricing rules',
  about:
    'What each product costs on each sales channel. The most specific rule makes the price, of equals the first; it is computed anew from cost, MSRP and MAP whenever one of them changes.',
  noneHint: 'Every product then has its own retail price.',
  words: priceRuleWords,
  valuesOf,
  readRule,
  Fields,
  settings: {
    title: 'Settings',
    facts: ({ cost, approveAbove }) => [
      ['Cost, where several sources sell it', costWords[cost]],
      ['Changes wait for a person', approveAbove === undefined ? 'Never' : `Above ${percent(approveAbove)}`],
    ],
    valuesOf: settingsValues,
    read: readSettings,
    Fields: SettingsFields,
  },
  publishHint: 'Every listing is then refreshed by it.',
  trial: previewTrial('pricing', (orm, retailerId, prices, now) => previewRules(orm, retailerId, { prices }, now)),
}
