import type { Issue } from '../../translators/issue.ts'
import { reasonWords, runStates } from '../shared/feed-words.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Hidden, Input, Select } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Notice, PageHeader, Pages, SearchForm, Section } from '../ui/parts.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { type Freshness, FreshnessNotice } from './freshness.tsx'
import { levelKey } from './stock-document.ts'
import type { FeedRow, StockRow } from './stock-query.ts'
import { texts } from './texts.ts'

const t = texts.stock

export interface StockPageProps {
  base: string
  freshness: Freshness
  rows: StockRow[]
  feeds: FeedRow[]
  older: string | undefined
  query: { search: string; after: string | undefined }
  mayChange: boolean
  values: FormValues
  errors: Record<string, string>
  issues: Issue[]
}

/** A supplier's stock: a file upload, and the items to edit in place. */
export function StockPage(props: StockPageProps) {
  const { base, freshness, rows, feeds, older, query } = props
  const path = `${base}/stock`
  const search = query.search ? `q=${encodeURIComponent(query.search)}&` : ''
  return (
    <>
      <PageHeader
        title={t.title}
        action={
          <>
            <a href={`${path}/items`}>{t.candidates}</a>
            {props.mayChange ? (
              <a class="jump" href="#upload">
                {t.upload}
              </a>
            ) : null}
          </>
        }
      />
      <div class="columns">
        <div class="stack">
          <FreshnessNotice freshness={freshness} href="#upload" />
          {props.issues.length > 0 ? <FileIssues issues={props.issues} /> : null}
          <SearchForm action={path} value={query.search} label={t.search} />
          {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Levels {...props} />}
          <Pages
            first={query.after ? `${path}?${search}` : undefined}
            older={older && `${path}?${search}after=${encodeURIComponent(older)}`}
            shown={rows.length}
          />
        </div>
        <aside class="stack" id="upload">
          {props.mayChange ? <UploadForm path={path} error={props.errors.file} /> : null}
          {feeds.length > 0 ? (
            <Section title={t.feeds} aside={<a href={`${path}/feeds`}>{t.all}</a>}>
              <ul class="quiet-list">
                {feeds.map(feed => (
                  <li>
                    <div class="row row-between">
                      <Badge {...runStates[feed.status]} />
                      <a href={`${path}/feeds/${feed.id}`}>
                        <Time at={feed.startedAt} />
                      </a>
                    </div>
                    <span class="small soft">
                      {feed.rowsRead} rows, {feed.rowsChanged} changed, {feed.rowsRejected} left out
                      {feed.rowsRejected > 0 ? `: ${reasonWords(feed.reasons)}` : ''}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </aside>
      </div>
    </>
  )
}

function UploadForm({ path, error }: { path: string; error: string | undefined }) {
  return (
    <Section title={t.upload}>
      <form
        class="form"
        method="post"
        action={`${path}/uploads`}
        enctype="multipart/form-data"
        data-form="stock-upload"
      >
        <Input
          name="file"
          label={t.file}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.zip,.gz"
          hint={t.uploadHint}
          error={error}
          required
        />
        <Select
          name="kind"
          label={t.kind}
          options={[
            { value: 'inventory', word: t.stockFile },
            { value: 'product', word: t.productFile },
          ]}
        />
        <Select
          name="scope"
          label={t.scope}
          options={[
            { value: '', word: t.asBefore },
            { value: 'full', word: t.full },
            { value: 'delta', word: t.delta },
          ]}
        />
        <div class="row">
          <button type="submit" name="next" value="look" class="button button-primary">
            <Icon name="stock" />
            {t.send}
          </button>
          <button type="submit" class="button">
            {t.atOnce}
          </button>
        </div>
        <a href={`${path}/template.csv`}>{t.template}</a>
        <a href={`${path}/template.csv?kind=product`}>{t.productTemplate}</a>
      </form>
    </Section>
  )
}

function Levels({ base, rows, mayChange, values, errors }: StockPageProps) {
  return (
    <form class="form" method="post" action={`${base}/stock/levels`} data-form="stock-levels">
      {mayChange ? (
        <div class="row row-between">
          <span class="soft small">Change what you like, then save.</span>
          <button type="submit" class="button">
            {t.save}
          </button>
        </div>
      ) : null}
      <Table
        label={t.title}
        rows={rows}
        attributes={row => ({ 'data-sku': row.supplierSku })}
        columns={[
          {
            heading: 'Your item',
            cell: row => (
              <span class="item">
                <Copyable text={row.supplierSku} />
                <span class="item detail">{row.title ?? row.description ?? 'Not matched with the catalogue yet'}</span>
              </span>
            ),
          },
          {
            heading: 'Available',
            number: true,
            cell: row => (mayChange ? <Level row={row} values={values} errors={errors} /> : (row.quantity ?? '–')),
          },
          { heading: 'On order', number: true, cell: row => <Quantity value={row.reserved ?? '0'} /> },
          { heading: 'Cost', number: true, cell: row => <Money amount={row.cost} currency={row.currency} /> },
          { heading: 'Told', cell: row => <Time at={row.reportedAt} /> },
        ]}
      />
    </form>
  )
}

function Level({ row, values, errors }: { row: StockRow; values: FormValues; errors: Record<string, string> }) {
  const name = `levels[${levelKey(row)}][quantity]`
  return (
    <>
      <Hidden name={`levels[${levelKey(row)}][was]`} value={row.quantity ?? ''} />
      <Input
        name={name}
        value={values[name] ?? row.quantity ?? ''}
        error={errors[name]}
        label={`Quantity of ${row.supplierSku}`}
        bare
        inputmode="decimal"
        class="short number"
      />
    </>
  )
}

/** What was wrong in an uploaded file, row by row. */
function FileIssues({ issues }: { issues: Issue[] }) {
  return (
    <Notice
      tone={issues.some(issue => issue.severity === 'error') ? 'bad' : 'warn'}
      title="Some of the file could not be read"
    >
      <ul>
        {issues.slice(0, 50).map(issue => (
          <li>{issue.message}</li>
        ))}
      </ul>
      {issues.length > 50 ? <p>and {issues.length - 50} more</p> : null}
    </Notice>
  )
}
