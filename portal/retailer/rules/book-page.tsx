import type { RuleContent, RuleSetState, RuleVersion } from '../../../engine/rule-sets/book.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden } from '../../ui/fields.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { AnyRule, RuleConsole } from './console.ts'
import { stateLooks, texts as t } from './texts.ts'

/** The content of a kind whose rules are of this type. */
export type ContentOf<Rule> = RuleContent & { rules: Rule[] }

/** What a rule is called. */
export const ruleName = ({ id, name }: AnyRule) => name ?? id

interface BookProps<R extends AnyRule, C extends ContentOf<R>> {
  kind: RuleConsole<R, C>
  current: C
  versions: RuleVersion<C>[]
  states: ReadonlyMap<string, RuleSetState>
  mayChange: boolean
}

/** What is in effect, and all versions. */
export function BookPage<R extends AnyRule, C extends ContentOf<R>>(props: BookProps<R, C>) {
  const { kind, current, versions, states, mayChange } = props
  const draft = versions.find(({ status }) => status === 'draft')
  const inEffect = versions.find(({ id }) => states.get(id) === 'in-effect')
  return (
    <>
      <PageHeader
        title={kind.title}
        about={kind.about}
        action={
          <>
            {kind.beside ? (
              <a class="button" href={kind.beside.href}>
                {kind.beside.word}
              </a>
            ) : null}
            {mayChange ? <Begin path={kind.path} draftId={draft?.id} /> : null}
          </>
        }
      />
      <div class="stack">
        <Section title={inEffect ? `Version ${inEffect.version}` : t.noVersions}>
          <RuleList kind={kind} rules={current.rules} />
          {kind.settings ? <Facts rows={kind.settings.facts(current.settings)} /> : null}
        </Section>
        {versions.length > 0 ? <Versions {...props} mayChange={mayChange && !draft} /> : null}
      </div>
    </>
  )
}

function Begin({ path, draftId }: { path: string; draftId: string | undefined }) {
  if (draftId)
    return (
      <a class="button button-primary" href={`${path}/${draftId}`}>
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

function Versions<R extends AnyRule, C extends ContentOf<R>>({ kind, versions, states, mayChange }: BookProps<R, C>) {
  const { path } = kind
  const restore = (row: RuleVersion<C>) => (
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
        rows={versions}
        columns={[
          { heading: 'Version', cell: row => <a href={`${path}/${row.id}`}>Version {row.version}</a> },
          { heading: 'State', cell: row => <Badge {...stateLooks[states.get(row.id)!]} /> },
          { heading: 'In effect from', cell: row => (row.status === 'draft' ? '–' : <Time at={row.effectiveFrom} />) },
          { heading: 'Rules', number: true, cell: row => String(row.rules.length) },
          { heading: 'By', cell: row => (row.publishedBy ?? row.createdBy ?? '').replace(/^user:/, '') },
          { heading: 'Why', cell: row => row.reason ?? '' },
          {
            heading: 'Action',
            cell: row => (mayChange ? restore(row) : null),
            quiet: () => !mayChange,
            optional: true,
          },
        ]}
      />
    </Section>
  )
}

/** Rules in their order, in words. */
export function RuleList<R extends AnyRule, C extends ContentOf<R>>({
  kind,
  rules,
}: {
  kind: RuleConsole<R, C>
  rules: readonly R[]
}) {
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
