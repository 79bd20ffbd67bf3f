import type { RuleSet, RuleSetState } from '../../../engine/routing/rule-sets/row.ts'
import type { RoutingRules, Rule } from '../../../engine/routing/rules.ts'
import { Badge } from '../../ui/badge.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { criterionWords, stateLooks, texts as t } from './texts.ts'
import { conditionWords, effectWords, ruleName } from './words.ts'

/** Where the pages about routing rules live. */
export const path = '/retailer/rules'

/** What is in effect, and all versions. */
export function RulesPage(props: {
  current: RoutingRules
  versions: RuleSet[]
  states: ReadonlyMap<string, RuleSetState>
  mayChange: boolean
}) {
  const { current, versions, states, mayChange } = props
  const draft = versions.find(({ status }) => status === 'draft')
  return (
    <>
      <PageHeader
        title={t.title}
        about={t.about}
        action={
          <>
            <a class="button" href={`${path}/sources`}>
              {t.sources}
            </a>
            {mayChange ? <Begin draft={draft} /> : null}
          </>
        }
      />
      <div class="stack">
        <Section title={current.version === 0 ? t.noVersions : `Version ${current.version}`}>
          <RuleList rules={current.rules} />
          <SettingsFacts settings={current.settings} />
        </Section>
        <Versions versions={versions} states={states} mayChange={mayChange && !draft} />
      </div>
    </>
  )
}

function Begin({ draft }: { draft: RuleSet | undefined }) {
  if (draft)
    return (
      <a class="button button-primary" href={`${path}/${draft.id}`}>
        {t.goOn}
      </a>
    )
  return (
    <form method="post" action={path}>
      <button type="submit" class="button button-primary">
        {t.begin}
      </button>
    </form>
  )
}

/** Rules in their order, in words. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  if (rules.length === 0) return <Empty title={t.none}>{t.noneHint}</Empty>
  return (
    <Table
      label={t.rules}
      rows={rules.map((rule, index) => ({ rule, index }))}
      attributes={({ rule }) => ({ 'data-rule': rule.id })}
      columns={[
        { heading: 'Rule', cell: ({ rule, index }) => `${index + 1}. ${ruleName(rule)}` },
        { heading: 'When', cell: ({ rule }) => conditionWords(rule.when) },
        { heading: 'Then', cell: ({ rule }) => effectWords(rule.effect) },
        { heading: 'State', cell: ({ rule }) => (rule.off ? t.off : 'On') },
      ]}
    />
  )
}

/** The settings of a version, in words. */
export function SettingsFacts({ settings }: { settings: RoutingRules['settings'] }) {
  const { rankBy, oneSource, fewestShipments, splitQuantity, partial, belowMinimum } = settings
  return (
    <Facts
      rows={[
        ['Rank by', rankBy.map(criterion => criterionWords[criterion]).join(', then ')],
        ['One source for the whole order', oneSource === 'no' ? 'Not needed' : oneSource],
        ['Fewest shipments first', fewestShipments ? 'Yes' : 'No'],
        ['Split a quantity over sources', splitQuantity ? 'Where nobody has all of it' : 'Never'],
        ['Send what there is', partial ? 'Yes' : 'Only whole lines'],
        [
          'Orders below a source’s minimum',
          { avoid: 'Avoided', refuse: 'Never placed', tell: 'Placed and told' }[belowMinimum],
        ],
        ['Surcharges learned from invoices', settings.learnSurcharges ? 'Count' : 'Do not count'],
        ['Shipping rate tables', String(settings.shippingRates.length)],
      ]}
    />
  )
}

function Versions(props: { versions: RuleSet[]; states: ReadonlyMap<string, RuleSetState>; mayChange: boolean }) {
  if (props.versions.length === 0) return null
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
          { heading: 'Action', cell: row => (props.mayChange ? <Restore id={row.id} version={row.version} /> : null) },
        ]}
      />
    </Section>
  )
}

function Restore({ id, version }: { id: string; version: number }) {
  return (
    <form method="post" action={path}>
      <input type="hidden" name="from" value={id} />
      <button type="submit" class="button button-small" aria-label={`${t.restore}: version ${version}`}>
        {t.restore}
      </button>
    </form>
  )
}
