import { ruleEffect } from '../../../engine/routing/rules.ts'
import { criteria } from '../../../engine/routing/settings.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FieldProps } from '../rules/console.ts'
import { counts, lists, numbers, shares, sourceLists } from './rule-form.ts'
import { actionWords, criterionWords } from './texts.ts'

const actions = ruleEffect.options.map(option => option.shape.action.value)

/** The conditions and the effect of a routing rule. */
export function RuleFields({ values, errors, names }: FieldProps) {
  const inputs = (labels: Record<string, string>, inputmode: 'text' | 'decimal' | 'numeric') =>
    Object.entries(labels).map(([name, label]) => (
      <Input name={name} label={label} value={values[name]} error={errors[name]} inputmode={inputmode} />
    ))
  return (
    <>
      <fieldset>
        <legend>When: order and item</legend>
        <div class="fields">
          {inputs(lists, 'text')}
          {inputs(numbers, 'decimal')}
        </div>
      </fieldset>
      <fieldset>
        <legend>When: source</legend>
        <div class="fields">
          {inputs(sourceLists, 'text')}
          <Select
            name="sourceKind"
            label="Kind of source"
            value={values.sourceKind}
            error={errors.sourceKind}
            options={[
              { value: '', word: 'Any' },
              { value: 'supplier', word: 'Supplier' },
              { value: 'warehouse', word: 'Warehouse of ours' },
            ]}
          />
          {inputs(shares, 'decimal')}
          {inputs(counts, 'numeric')}
        </div>
        {names?.length ? <p class="soft small">Known sources: {names.join(', ')}</p> : null}
      </fieldset>
      <Then values={values} errors={errors} />
    </>
  )
}

function Then({ values, errors }: FieldProps) {
  return (
    <fieldset>
      <legend>Then</legend>
      <div class="fields">
        <Select
          name="action"
          label="Do"
          value={values.action ?? 'exclude'}
          error={errors.action}
          options={actions.map(value => ({ value, word: actionWords[value] }))}
        />
        <Input
          name="amount"
          label="How much"
          inputmode="decimal"
          value={values.amount}
          error={errors.amount}
          hint="For preferring, costs and caps."
        />
        <Select
          name="of"
          label="A cap counts"
          value={values.of}
          error={errors.of}
          options={[
            { value: 'orders', word: 'Orders' },
            { value: 'units', word: 'Units' },
          ]}
        />
        <Input name="reason" label="What the person is told" value={values.reason} error={errors.reason} />
      </div>
    </fieldset>
  )
}

const yesOrNo = [
  { value: 'yes', word: 'Yes' },
  { value: 'no', word: 'No' },
]

/** How candidates are ranked and lines split. */
export function SettingsFields({ values, errors }: FieldProps) {
  const choice = (name: string, label: string, options = yesOrNo) => (
    <Select name={name} label={label} value={values[name]} error={errors[name]} options={options} />
  )
  const ranks = [{ value: '', word: '–' }, ...criteria.map(value => ({ value, word: criterionWords[value] }))]
  return (
    <>
      {criteria.map((_, index) => choice(`rank-${index + 1}`, index === 0 ? 'Rank by' : 'Then by', ranks))}
      {choice('oneSource', 'One source for the whole order', [
        { value: 'no', word: 'Not needed' },
        { value: 'preferred', word: 'Preferred' },
        { value: 'required', word: 'Required' },
      ])}
      {choice('fewestShipments', 'Fewest shipments first')}
      {choice('splitQuantity', 'Split a quantity that nobody has whole')}
      {choice('partial', 'Send what there is of a line')}
      {choice('belowMinimum', 'An order below a source’s minimum', [
        { value: 'avoid', word: 'Goes elsewhere where it can' },
        { value: 'refuse', word: 'Is never placed' },
        { value: 'tell', word: 'Is placed and told' },
      ])}
      {choice('learnSurcharges', 'Count surcharges learned from invoices')}
      <Input
        name="assumedWeight"
        label="Pounds of an item of unknown weight"
        inputmode="decimal"
        value={values.assumedWeight}
        error={errors.assumedWeight}
      />
      <div class="wide">
        <TextArea
          name="shippingRates"
          label="Shipping rates"
          rows={8}
          value={values.shippingRates}
          error={errors.shippingRates}
          hint="One row for each weight: pounds, then seven amounts for the zones 2 to 8. An empty line begins another table, and “for Northwind, Cascade” above one says whose rates they are."
        />
      </div>
    </>
  )
}
