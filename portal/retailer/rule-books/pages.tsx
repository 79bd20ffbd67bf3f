import type { RuleSetState, RuleVersion } from '../../../engine/rule-sets/book.ts'
import { type RuleContent, revisionOf } from '../../../engine/rule-sets/book.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { stateLooks, texts as t } from '../rules/texts.ts'
import type { AnyRule, RuleConsole } from './console.ts'

type Content<Rule> = RuleContent & { rules: Rule[] }
type Version<C extends RuleContent> = RuleVersion<C>

const ruleName = ({ id, name }: AnyRule) => name ?? id

/** What is in effect, and all versions. */
export function BookPage<R extends AnyRule, C extends Content<R>>(props: {
  kind: RuleConsole<R, C>
  current: C
  versions: Version<C>[]
  states: ReadonlyMap<string, RuleSetState>
  mayChange: boolean
}) {
  const { kind, current, versions, states, mayChange } = props
  const { path } = kind
  const draft = versions.find(({ status }) => status === 'draft')
  const inEffect = versions.find(({ id }) => states.get(id) === 'in-effect')
  const begin = draft ? (
    <a class="button button-primary" href={`${path}/${draft.id}`}>
      {t.goOn}
    </a>
  ) : (
    <form method="post" action={path}>
      <button type="submit" class="button button-primary">
        {t.begin}
      </button>
    </form>
  )
  return (
    <>
      <PageHeader title={kind.title} about={kind.about} action={mayChange ? begin : null} />
      <div class="stack">
        <Section title={inEffect ? `Version ${inEffect.version}` : t.noVersions}>
          <RuleList kind={kind} rules={current.rules} />
          {kind.settings ? <Facts rows={kind.settings.facts(current.settings)} /> : null}
        </Section>
        {versions.length > 0 ? <Versions {...props} mayRestore={mayChange && !draft} /> : null}
      </div>
    </>
  )
}

function Versions<R extends AnyRule, C extends Content<R>>(props: {
  kind: RuleConsole<R, C>
  versions: Version<C>[]
  states: ReadonlyMap<string, RuleSetState>
  mayRestore: boolean
}) {
  const { path } = props.kind
  const restore = (row: Version<C>) => (
    <form method="post" action={path}>
      <Hidden name="from" value={row.id} />
      <button type="submit" class="button button-small" aria-label={`${t.restore}: version ${row.version}`}>
        {t.restore}
      </button>
    </form>
  )
  return (
    <Section title={t.versions}>
      <Table
        label={t.versions}
        rows={props.versions}
        columns={[
          { heading: 'Version', cell: row => <a href={`${path}/${row.id}`}>Version {row.version}</a> },
          { heading: 'State', cell: row => <Badge {...stateLooks[props.states.get(row.id)!]} /> },
          { heading: 'In effect from', cell: row => (row.status === 'draft' ? '–' : <Time at={row.effectiveFrom} />) },
          { heading: 'Rules', number: true, cell: row => String(row.rules.length) },
          { heading: 'By', cell: row => (row.publishedBy ?? row.createdBy ?? '').replace(/^user:/, '') },
          { heading: 'Why', cell: row => row.reason ?? '' },
          { heading: 'Action', cell: row => (props.mayRestore ? restore(row) : null) },
        ]}
      />
    </Section>
  )
}

function RuleList<R extends AnyRule, C extends Content<R>>({ kind, rules }: { kind: RuleConsole<R, C>; rules: R[] }) {
  if (rules.length === 0) return <Empty title={t.none}>{kind.noneHint}</Empty>
  return (
    <Table
      label={t.rules}
      rows={rules.map((rule, index) => ({ rule, index, ...kind.words(rule) }))}
      attributes={({ rule }) => ({ 'data-rule': rule.id })}
      columns={[
        { heading: 'Rule', cell: ({ rule, index }) => `${index + 1}. ${ruleName(rule)}` },
        { heading: 'When', cell: ({ when }) => when },
        { heading: 'Then', cell: ({ effect }) => effect },
        { heading: 'State', cell: ({ rule }) => (rule.off ? t.off : 'On') },
      ]}
    />
  )
}

interface VersionProps<R extends AnyRule, C extends Content<R>> {
  kind: RuleConsole<R, C>
  row: Version<C>
  state: RuleSetState
  mayChange: boolean
  /** What was typed into the settings or the publication, and what is wrong with it. */
  values: FormValues
  errors: FormValues
}

/** One version: a draft is worked on here, a published one is looked at. */
export function VersionPage<R extends AnyRule, C extends Content<R>>(props: VersionProps<R, C>) {
  const { kind, row, state, mayChange } = props
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
          <a class="button" href={`${at}/preview`}>
            What would change
          </a>
        }
      />
      <div class="stack">
        <Section title={t.rules} aside={isOpen ? add : null}>
          {isOpen ? <OpenRules {...props} /> : <RuleList kind={kind} rules={row.rules} />}
        </Section>
        {kind.settings ? (
          <Section title="Settings">
            {isOpen ? <SettingsForm {...props} /> : <Facts rows={kind.settings.facts(row.settings)} />}
          </Section>
        ) : null}
        {isOpen ? <Ending {...props} /> : null}
        {state === 'scheduled' && mayChange ? <Do action={`${at}/withdrawal`} word={t.withdraw} /> : null}
      </div>
    </>
  )
}

function OpenRules<R extends AnyRule, C extends Content<R>>({ kind, row }: VersionProps<R, C>) {
  const rules: R[] = row.rules
  if (rules.length === 0) return <Empty title={t.none}>{kind.noneHint}</Empty>
  const at = (rule: R) => `${kind.path}/${row.id}/rules/${encodeURIComponent(rule.id)}`
  return (
    <Table
      label={t.rules}
      rows={rules.map((rule, index) => ({ rule, index, ...kind.words(rule) }))}
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
    <form method="post" action={props.action} class="row">
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

function SettingsForm<R extends AnyRule, C extends Content<R>>({ kind, row, values, errors }: VersionProps<R, C>) {
  const { settings } = kind
  if (!settings) return null
  return (
    <form class="form" method="post" action={`${kind.path}/${row.id}/settings`} data-form="settings">
      <Hidden name="seen" value={String(revisionOf(row))} />
      <div class="fields">{settings.Fields({ values: { ...settings.valuesOf(row.settings), ...values }, errors })}</div>
      <Save />
    </form>
  )
}

const Save = () => (
  <div class="form-actions">
    <button type="submit" class="button button-primary">
      {t.save}
    </button>
  </div>
)

function Ending<R extends AnyRule, C extends Content<R>>({ kind, row, values, errors }: VersionProps<R, C>) {
  const at = `${kind.path}/${row.id}`
  return (
    <Section title={t.publish}>
      <form class="form" method="post" action={`${at}/publication`} data-form="publication">
        <Hidden name="seen" value={String(revisionOf(row))} />
        <p class="soft">
          Every listing is then refreshed by it. What is published never changes.{' '}
          <a href={`${at}/preview`}>See what would change</a> first.
        </p>
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
      <Do action={`${at}/discard`} word={t.discard} />
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

/** The form of one rule; `ruleId` is absent for a new one. */
export function RulePage<R extends AnyRule, C extends Content<R>>(props: {
  kind: RuleConsole<R, C>
  row: Version<C>
  ruleId: string | undefined
  values: FormValues
  errors: FormValues
}) {
  const { kind, row, ruleId, values, errors } = props
  const at = `${kind.path}/${row.id}`
  return (
    <>
      <PageHeader
        title={ruleId ? t.editTitle : t.addTitle}
        back={{ href: at, word: `Version ${row.version}` }}
        about="Every condition that is given must hold, each by any one of its words, which commas part."
      />
      <form
        class="form"
        method="post"
        action={ruleId ? `${at}/rules/${encodeURIComponent(ruleId)}` : `${at}/rules`}
        data-form="rule"
      >
        <Hidden name="seen" value={String(revisionOf(row))} />
        <div class="fields">
          <Input name="name" label="Name" value={values.name} error={errors.name ?? errors.id} />
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
        {kind.Fields({ values, errors })}
        <Save />
      </form>
    </>
  )
}
