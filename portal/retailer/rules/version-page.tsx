import { type RuleSet, type RuleSetState, revisionOf } from '../../../engine/routing/rule-sets/row.ts'
import type { Rule } from '../../../engine/routing/rules.ts'
import { criteria } from '../../../engine/routing/settings.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { path, RuleList, SettingsFacts } from './rules-page.tsx'
import { settingsValues } from './settings-form.ts'
import { criterionWords, stateLooks, texts as t } from './texts.ts'
import { conditionWords, effectWords, ruleName } from './words.ts'

interface VersionProps {
  row: RuleSet
  state: RuleSetState
  mayChange: boolean
  /** What was typed into the settings or the publication, and what is wrong with it. */
  values: FormValues
  errors: Record<string, string>
}

/** One version: a draft is worked on here, a published one is looked at. */
export function VersionPage(props: VersionProps) {
  const { row, state, mayChange } = props
  const isOpen = state === 'draft' && mayChange
  return (
    <>
      <PageHeader
        title={`Version ${row.version}`}
        state={<Badge {...stateLooks[state]} />}
        back={{ href: path, word: t.title }}
        about={row.reason}
        action={
          <a class="button" href={`${path}/${row.id}/simulation`}>
            {t.simulate}
          </a>
        }
      />
      <div class="stack">
        <Section title={t.rules} aside={isOpen ? <AddRule id={row.id} /> : null}>
          {isOpen ? <OpenRules row={row} /> : <RuleList rules={row.rules} />}
        </Section>
        <Section title={t.ranking}>
          {isOpen ? <SettingsForm {...props} /> : <SettingsFacts settings={row.settings} />}
        </Section>
        {isOpen ? <Ending {...props} /> : null}
        {state === 'scheduled' && mayChange ? <Do id={row.id} what="withdrawal" word={t.withdraw} /> : null}
      </div>
    </>
  )
}

function AddRule({ id }: { id: string }) {
  return (
    <a class="button button-small" href={`${path}/${id}/rules/new`}>
      {t.addRule}
    </a>
  )
}

function OpenRules({ row }: { row: RuleSet }) {
  if (row.rules.length === 0) return <Empty title={t.none}>{t.noneHint}</Empty>
  const at = (rule: Rule) => `${path}/${row.id}/rules/${encodeURIComponent(rule.id)}`
  return (
    <Table
      label={t.rules}
      rows={row.rules.map((rule, index) => ({ rule, index }))}
      attributes={({ rule }) => ({ 'data-rule': rule.id })}
      columns={[
        {
          heading: 'Rule',
          cell: ({ rule, index }) => (
            <a href={at(rule)}>
              {index + 1}. {ruleName(rule)}
            </a>
          ),
        },
        { heading: 'When', cell: ({ rule }) => conditionWords(rule.when) },
        {
          heading: 'Then',
          cell: ({ rule }) => `${effectWords(rule.effect)}${rule.off ? ` (${t.off.toLowerCase()})` : ''}`,
        },
        { heading: 'Move', cell: ({ rule, index }) => <Moves row={row} rule={rule} index={index} at={at(rule)} /> },
      ]}
    />
  )
}

function Moves({ row, rule, index, at }: { row: RuleSet; rule: Rule; index: number; at: string }) {
  const ways = [
    { to: 'up', word: t.up, able: index > 0 },
    { to: 'down', word: t.down, able: index < row.rules.length - 1 },
    { to: 'out', word: t.remove, able: true },
  ]
  return (
    <form method="post" action={`${at}/place`} class="row">
      <Hidden name="seen" value={String(revisionOf(row))} />
      {ways.map(({ to, word, able }) => (
        <button
          type="submit"
          class="button button-small"
          name="to"
          value={to}
          disabled={!able}
          aria-label={`${word}: ${ruleName(rule)}`}
        >
          {word}
        </button>
      ))}
    </form>
  )
}

const yesOrNo = [
  { value: 'yes', word: 'Yes' },
  { value: 'no', word: 'No' },
]

function SettingsForm({ row, values, errors }: VersionProps) {
  const given = { ...settingsValues(row.settings), ...values }
  const choice = (name: string, label: string, options = yesOrNo) => (
    <Select name={name} label={label} value={given[name]} error={errors[name]} options={options} />
  )
  const ranks = [{ value: '', word: '–' }, ...criteria.map(value => ({ value, word: criterionWords[value] }))]
  return (
    <form class="form" method="post" action={`${path}/${row.id}/settings`} data-form="settings">
      <Hidden name="seen" value={String(revisionOf(row))} />
      <div class="fields">
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
          value={given.assumedWeight}
          error={errors.assumedWeight}
        />
      </div>
      <TextArea
        name="shippingRates"
        label="Shipping rates"
        rows={8}
        value={given.shippingRates}
        error={errors.shippingRates}
        hint="One row for each weight: pounds, then seven amounts for the zones 2 to 8. An empty line begins another table, and “for Northwind, Cascade” above one says whose rates they are."
      />
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          {t.save}
        </button>
      </div>
    </form>
  )
}

function Ending({ row, values, errors }: VersionProps) {
  return (
    <Section title={t.publish}>
      <form class="form" method="post" action={`${path}/${row.id}/publication`} data-form="publication">
        <Hidden name="seen" value={String(revisionOf(row))} />
        <p class="soft">{t.publishHint}</p>
        <div class="fields">
          <Input name="reason" label={t.reason} value={values.reason} error={errors.reason} required />
          <Input
            name="effectiveFrom"
            label={t.effectiveFrom}
            value={values.effectiveFrom}
            error={errors.effectiveFrom}
            hint="2026-06-01 08:00"
          />
        </div>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {t.publish}
          </button>
        </div>
      </form>
      <Do id={row.id} what="discard" word={t.discard} />
    </Section>
  )
}

function Do({ id, what, word }: { id: string; what: string; word: string }) {
  return (
    <form method="post" action={`${path}/${id}/${what}`}>
      <button type="submit" class="button">
        {word}
      </button>
    </form>
  )
}
