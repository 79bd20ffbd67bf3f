import { criteria } from '../../../engine/routing/settings.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FieldProps } from '../rules/console.ts'
import { EffectSelect, Inputs, yesOrNo } from '../rules/fields.tsx'
import { counts, lists, numbers, shares, sourceLists } from './rule-form.ts'
import { actionWords, criterionWords } from './texts.ts'

/** The conditions and the effect of a routing rule. */
export function RuleFields({ values, errors, names }: FieldProps) {
  const typed = { values, errors }
  return (
    <>
      <fieldset>
        <legend>When: order and item</legend>
        <div class="fields">
          <Inputs labels={lists} {...typed} />
          <Inputs labels={numbers} inputmode="decimal" {...typed} />
        </div>
      </fieldset>
      <fieldset>
        <legend>When: source</legend>
        <div class="fields">
          <Inputs labels={sourceLists} {...typed} />
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
          <Inputs labels={shares} inputmode="decimal" {...typed} />
          <Inputs labels={counts} inputmode="numeric" {...typed} />
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
        <EffectSelect words={actionWords} values={values} errors={errors} />
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
