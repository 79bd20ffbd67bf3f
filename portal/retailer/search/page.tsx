import { Badge } from '../../ui/badge.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { mostTerms, type Sought } from '../../ui/search-terms.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { byTerm, type Hit, hitKinds, stateOf } from './hit.ts'
import { mostOfKind } from './match.ts'
import { texts as t } from './texts.ts'

interface SearchPageProps {
  /** As it was typed. */
  text: string
  sought: Sought | undefined
  hits: Hit[]
}

/** What was found, by kind; or for each of many numbers, what it is. */
export function SearchPage({ text, sought, hits }: SearchPageProps) {
  return (
    <div class="stack">
      <PageHeader title={t.title} />
      <search>
        <form class="form search-all" method="get" action="/retailer/search">
          <TextArea name="q" label={t.label} hint={t.several} value={text} rows={sought && 'many' in sought ? 6 : 2} />
          <button type="submit" class="button button-primary">
            {t.find}
          </button>
        </form>
      </search>
      {sought ? <Found sought={sought} hits={hits} /> : <Empty title={t.start}>{t.startHint}</Empty>}
    </div>
  )
}

function Found({ sought, hits }: { sought: Sought; hits: Hit[] }) {
  if ('many' in sought) return <Looked sought={sought} hits={hits} />
  if (hits.length === 0) return <Empty title={t.none(sought.one)}>{t.noneHint}</Empty>
  return (
    <>
      {hitKinds.map(kind => {
        const some = hits.filter(hit => hit.kind === kind)
        return some.length > 0 ? (
          <Section title={t.kinds[kind]} aside={<More kind={kind} count={some.length} text={sought.one} />}>
            <Hits label={t.kinds[kind]} hits={some} />
          </Section>
        ) : null
      })}
    </>
  )
}

const lists: Partial<Record<Hit['kind'], string>> = {
  order: '/retailer/orders',
  'purchase-order': '/retailer/purchase-orders',
  message: '/retailer/messages',
}

/** To the whole list, where only its beginning stands here. */
function More({ kind, count, text }: { kind: Hit['kind']; count: number; text: string }) {
  const list = lists[kind]
  return list && count >= mostOfKind ? <a href={`${list}?${new URLSearchParams({ q: text })}`}>{t.more}</a> : null
}

function Hits({ label, hits }: { label: string; hits: Hit[] }) {
  return (
    <Table
      label={label}
      rows={hits}
      attributes={hit => ({ 'data-hit': hit.kind })}
      columns={[
        { heading: 'Number', cell: hit => <a href={hit.href}>{hit.word}</a> },
        { heading: 'State', cell: hit => <State hit={hit} />, quiet: hit => !hit.status },
        { heading: 'About', cell: hit => hit.about },
      ]}
    />
  )
}

function Looked({ sought, hits }: { sought: Extract<Sought, { many: string[] }>; hits: Hit[] }) {
  const rows = byTerm(sought.many, hits)
  const known = rows.filter(row => row.hits.length > 0).length
  return (
    <Section
      title={t.found(known, rows.length)}
      aside={sought.cut ? <span class="warn">{t.tooMany(mostTerms)}</span> : null}
    >
      <Table
        label={t.title}
        rows={rows}
        attributes={row => ({ 'data-term': row.term, 'data-known': row.hits.length > 0 ? 'yes' : 'no' })}
        columns={[
          { heading: 'Number', cell: row => row.term },
          {
            heading: 'What it is',
            cell: row =>
              row.hits.length === 0 ? (
                <span class="soft">{t.unknown}</span>
              ) : (
                <ul class="stack-hits">
                  {row.hits.map(hit => (
                    <li class="row">
                      <a href={hit.href}>{hit.word}</a>
                      <State hit={hit} />
                      <span class="soft">
                        {t.kind[hit.kind]}
                        {hit.about ? `, ${hit.about}` : ''}
                      </span>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Section>
  )
}

function State({ hit }: { hit: Hit }) {
  const look = stateOf(hit)
  return look ? <Badge {...look} /> : null
}
