import type { Child } from 'hono/jsx'
import type { HeldEffect } from '../../../engine/inventory/held-effect.ts'
import type { RowLeftOut } from '../../../engine/inventory/left-out.ts'
import { progressOf, reasonWords, runStates } from '../../shared/feed-words.ts'
import { RowsLeftOut } from '../../shared/mend-rows.tsx'
import { Badge } from '../../ui/badge.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Notice, PageHeader } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { ListedRun } from './feeds-query.ts'

const path = '/retailer/feeds'

/** What has become of a run, and how far one has got that is being read. */
export function RunState({ run }: Pick<ListedRun, 'run'>) {
  const progress = progressOf(run)
  return (
    <>
      <Badge {...runStates[run.status]} />
      {progress === undefined ? null : <span class="small soft"> {progress}%</span>}
    </>
  )
}

interface RunPageProps {
  listed: ListedRun
  rejected: RowLeftOut[]
  /** Of one that is held back. */
  effect: HeldEffect | undefined
  /** Products that were made of it by themselves and are sold. */
  made: number
  mayDecide: boolean
  /** What a person typed into the rows left out, and what was wrong with it. */
  values: FormValues
  errors: Record<string, string>
  message?: string | undefined
}

/** One feed: what it did, what was left out, and for one that was held back what it would do. */
export function RunPage({ listed, rejected, effect, made, mayDecide, values, errors, message }: RunPageProps) {
  const { run, name } = listed
  const at = `${path}/${run.id}`
  return (
    <>
      <PageHeader
        title={run.fileName ?? `${run.kind === 'product' ? 'Products' : 'Stock'} of ${name}`}
        state={<RunState run={run} />}
        back={{ href: path, word: 'Feeds' }}
      />
      <div class="stack">
        {effect ? <Decision at={at} effect={effect} mayDecide={mayDecide} /> : null}
        <Facts
          rows={[
            ['Supplier', name],
            ['Came', <Time at={run.startedAt} />],
            ['Rows read', String(run.rowsRead)],
            ['Changed', String(run.rowsChanged)],
            ['Unchanged', String(run.rowsUnchanged)],
            ['Left out', run.rowsRejected === 0 ? 'none' : `${run.rowsRejected}: ${reasonWords(run.reasons)}`],
            ...(made > 0
              ? ([['Products made of it', <MadeOf at={at} made={made} mayDecide={mayDecide} />]] as [string, Child][])
              : []),
            ...(run.sameAs
              ? ([['Same file as', <a href={`${path}/${run.sameAs}`}>an earlier run</a>]] as [string, string][])
              : []),
          ]}
        />
        {message ? <Notice tone="bad" title={message} /> : null}
        <RowsLeftOut
          at={at}
          rows={rejected}
          mayMend={mayDecide && run.kind === 'inventory' && run.status !== 'quarantined'}
          values={values}
          errors={errors}
        />
      </div>
    </>
  )
}

/** What a feed brought into the catalogue by itself, and the way back. */
function MadeOf({ at, made, mayDecide }: { at: string; made: number; mayDecide: boolean }) {
  return (
    <div class="row">
      <span>{made}</span>
      {mayDecide ? (
        <form method="post" action={`${at}/products/retire`}>
          <button type="submit" class="button">
            Retire them
          </button>
        </form>
      ) : null}
    </div>
  )
}

function Decision({ at, effect, mayDecide }: { at: string; effect: HeldEffect; mayDecide: boolean }) {
  const { rows, changes, before, after, emptied } = effect
  return (
    <Notice tone="warn" title="This feed takes away much of what is on offer, and waits for a decision">
      <p>
        It would change {changes} stock levels: from {before} units to {after}, with {emptied} left empty.
        {rows.length < changes ? ` The ${rows.length} greatest losses:` : ''}
      </p>
      <Table
        label="What it would change"
        rows={rows}
        columns={[
          { heading: 'Item', cell: row => row.supplierSku },
          { heading: 'Product', cell: row => row.title ?? '–' },
          { heading: 'Now', number: true, cell: row => row.before },
          { heading: 'After', number: true, cell: row => (row.ends ? 'ended' : row.after) },
        ]}
      />
      {mayDecide ? (
        <div class="row">
          <form method="post" action={`${at}/release`}>
            <button type="submit" class="button button-primary">
              Let it take effect
            </button>
          </form>
          <form method="post" action={`${at}/discard`}>
            <button
              type="submit"
              class="button"
              data-confirm="Discard this feed? Nothing of it will count, and it cannot be released later."
            >
              Discard it
            </button>
          </form>
        </div>
      ) : null}
    </Notice>
  )
}
