import { type RuleSetState, type RuleVersion, revisionOf } from '../../../engine/rule-sets/book.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, Input } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { useView } from '../../ui/view.ts'
import { type ContentOf, RuleList, ruleName } from './book-page.tsx'
import type { AnyRule, RuleConsole } from './console.ts'
import { Differences, type Earlier } from './differences.tsx'
import { stateLooks, texts as t } from './texts.ts'

interface VersionProps<R extends AnyRule, C extends ContentOf<R>> {
  kind: RuleConsole<R, C>
  row: RuleVersion<C>
  earlier: Earlier<C>
  state: RuleSetState
  mayChange: boolean
  /** What was typed into the settings or the publication, and what is wrong with it. */
  values: FormValues
  errors: FormValues
}

/** One version: a draft is worked on here, a published one is looked at. */
export function VersionPage<R extends AnyRule, C extends ContentOf<R>>(props: VersionProps<R, C>) {
  const { kind, row, state, mayChange, earlier } = props
  const at = `${kind.path}/${row.id}`
  const isOpen = state === 'draft' && mayChange
  const add = (
    <a class="button button-small" href={`${at}/rules/new`}>
      {t.addRule}
    </a>
  )
  return (
    <>
      <PageHeader
        title={`Version ${row.version}`}
        state={<Badge {...stateLooks[state]} />}
        back={{ href: kind.path, word: kind.title }}
        about={row.reason}
        action={
          <a class="button" href={`${at}/${kind.trial.at}`}>
            {kind.trial.word}
          </a>
        }
      />
      <div class="stack">
        <Section title={t.rules} aside={isOpen ? add : null}>
          {isOpen ? <OpenRules {...props} /> : <RuleList kind={kind} rules={row.rules} />}
        </Section>
        {kind.settings ? (
          <Section title={kind.settings.title}>
            {isOpen ? <SettingsForm {...props} /> : <Facts rows={kind.settings.facts(row.settings)} />}
          </Section>
        ) : null}
        <Differences kind={kind} earlier={earlier} now={row} />
        {isOpen ? <Ending {...props} /> : null}
        {state === 'scheduled' && mayChange ? <Do action={`${at}/withdrawal`} word={t.withdraw} /> : null}
      </div>
    </>
  )
}

function OpenRules<R extends AnyRule, C extends ContentOf<R>>({ kind, row }: VersionProps<R, C>) {
  const rules: R[] = row.rules
  if (rules.length === 0) return <Empty title={t.none}>{kind.noneHint}</Empty>
  const at = (rule: R) => `${kind.path}/${row.id}/rules/${encodeURIComponent(rule.id)}`
  return (
    <Table
      label={t.rules}
      rows={rules.map((rule, index) => ({ rule, index, ...kind.words(rule) }))}
      attributes={({ rule }) => ({ 'data-rule': rule.id, 'data-orderable': 'yes' })}
      columns={[
        {
          heading: 'Rule',
          cell: ({ rule, index }) => (
            <a href={at(rule)} id={`rule-${rule.id}`}>
              {index + 1}. {ruleName(rule)}
            </a>
          ),
        },
        { heading: 'When', cell: ({ when }) => when },
        { heading: 'Then', cell: ({ rule, effect }) => `${effect}${rule.off ? ` (${t.off.toLowerCase()})` : ''}` },
        {
          heading: 'Move',
          cell: ({ rule, index }) => (
            <Moves
              action={`${at(rule)}/place`}
              seen={revisionOf(row)}
              name={ruleName(rule)}
              first={index === 0}
              last={index === rules.length - 1}
            />
          ),
        },
      ]}
    />
  )
}

function Moves(props: { action: string; seen: number; name: string; first: boolean; last: boolean }) {
  const ways = [
    { to: 'up', word: t.up, able: !props.first },
    { to: 'down', word: t.down, able: !props.last },
    { to: 'out', word: t.remove, able: true },
  ]
  return (
    <form method="post" action={props.action} class="row" data-place>
      <Hidden name="seen" value={String(props.seen)} />
      {ways.map(({ to, word, able }) => (
        <button
          type="submit"
          class="button button-small"
          name="to"
          value={to}
          disabled={!able}
          aria-label={`${word}: ${props.name}`}
        >
          {word}
        </button>
      ))}
    </form>
  )
}

function SettingsForm<R extends AnyRule, C extends ContentOf<R>>({ kind, row, values, errors }: VersionProps<R, C>) {
  const { settings } = kind
  if (!settings) return null
  return (
    <form class="form" method="post" action={`${kind.path}/${row.id}/settings`} data-form="settings">
      <Hidden name="seen" value={String(revisionOf(row))} />
      <div class="fields">{settings.Fields({ values: { ...settings.valuesOf(row.settings), ...values }, errors })}</div>
      <div class="form-actions">
        <button type="submit" class="button">
          {t.saveSettings}
        </button>
      </div>
    </form>
  )
}

function Ending<R extends AnyRule, C extends ContentOf<R>>({ kind, row, values, errors }: VersionProps<R, C>) {
  const { timeZone } = useView()
  const at = `${kind.path}/${row.id}`
  return (
    <Section title={t.publish}>
      <form class="form" method="post" action={`${at}/publication`} data-form="publication">
        <Hidden name="seen" value={String(revisionOf(row))} />
        <p class="soft">
          {kind.publishHint} {t.publishHint} <a href={`${at}/${kind.trial.at}`}>{kind.trial.word}</a> first.
        </p>
        <div class="fields">
          <Input name="reason" label={t.reason} value={values.reason} error={errors.reason} required />
          <Input
            name="effectiveFrom"
            label={t.effectiveFrom}
            value={values.effectiveFrom}
            error={errors.effectiveFrom}
            type="datetime-local"
            hint={`In your time zone, ${timeZone.replaceAll('_', ' ')}.`}
          />
        </div>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {t.publish}
          </button>
          <button
            type="submit"
            class="button"
            formaction={`${at}/discard`}
            formnovalidate
            data-confirm={t.confirmDiscard}
          >
            {t.discard}
          </button>
        </div>
      </form>
    </Section>
  )
}

function Do({ action, word }: { action: string; word: string }) {
  return (
    <form method="post" action={action}>
      <button type="submit" class="button">
        {word}
      </button>
    </form>
  )
}
