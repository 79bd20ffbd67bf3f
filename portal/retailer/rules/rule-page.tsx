import { type RuleSet, revisionOf } from '../../../engine/routing/rule-sets/row.ts'
import { ruleEffect } from '../../../engine/routing/rules.ts'
import { Hidden, Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader } from '../../ui/parts.tsx'
import { counts, lists, numbers, shares, sourceLists } from './rule-form.ts'
import { path } from './rules-page.tsx'
import { actionWords, texts as t } from './texts.ts'

const actions = ruleEffect.options.map(option => option.shape.action.value)

/** The form of one rule. `ruleId` is absent for a new one; `names` are the sources to choose from. */
export function RulePage(props: {
  row: RuleSet
  ruleId: string | undefined
  values: FormValues
  errors: Record<string, string>
  names: readonly string[]
}) {
  const { row, ruleId, values, errors, names } = props
  const action = ruleId ? `${path}/${row.id}/rules/${encodeURIComponent(ruleId)}` : `${path}/${row.id}/rules`
  const inputs = (labels: Record<string, string>, inputmode: 'text' | 'decimal' | 'numeric') =>
    Object.entries(labels).map(([name, label]) => (
      <Input name={name} label={label} value={values[name]} error={errors[name]} inputmode={inputmode} />
    ))
  return (
    <>
      <PageHeader
        title={ruleId ? t.editTitle : t.addTitle}
        back={{ href: `${path}/${row.id}`, word: `Version ${row.version}` }}
        about="Every condition that is given must hold, each by any one of its words, which commas part."
      />
      <form class="form" method="post" action={action} data-form="rule">
        <Hidden name="seen" value={String(revisionOf(row))} />
        <Input name="name" label="Name" value={values.name} error={errors.name ?? errors.id} />
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
          <p class="soft small">Known sources: {names.join(', ')}</p>
        </fieldset>
        <Then values={values} errors={errors} />
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {t.save}
          </button>
        </div>
      </form>
    </>
  )
}

function Then({ values, errors }: { values: FormValues; errors: Record<string, string> }) {
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
        <Select
          name="off"
          label="State"
          value={values.off}
          options={[
            { value: '', word: 'On' },
            { value: 'yes', word: t.off },
          ]}
        />
      </div>
    </fieldset>
  )
}
