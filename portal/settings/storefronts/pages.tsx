import type { SalesChannel } from '../../../engine/listing/channels.ts'
import type { ListedStorefront } from '../../../partners/storefronts/storefronts.ts'
import { FieldGroups } from '../../retailer/channels/fields-part.tsx'
import { secretsIn } from '../../retailer/channels/forms/field.ts'
import { Badge } from '../../ui/badge.tsx'
import { Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { storefrontFields } from './fields.ts'

/** Where the pages about storefronts live. */
export const path = '/retailer/storefronts'

/** What a form holds, and what is wrong with it, by field. */
export interface Typed {
  values: FormValues
  errors: Record<string, string>
}

/** The shops that the hub talks to, and the form for another. */
export function StorefrontsPage(props: { rows: ListedStorefront[]; channels: SalesChannel[]; typed: Typed }) {
  const { rows, typed } = props
  const channels = props.channels.filter(({ id }) => !rows.some(({ channelId }) => channelId === id))
  return (
    <>
      <PageHeader
        title="Storefronts"
        about="Shops whose orders come in by themselves, and that are told of products, stock and what has shipped."
      />
      <div class="stack">
        {rows.length === 0 ? (
          <Empty title="No storefront yet">A sales channel becomes one when its shop is connected.</Empty>
        ) : (
          <Storefronts rows={rows} />
        )}
        {channels.length === 0 ? (
          <Notice tone="idle" title={rows.length === 0 ? 'No sales channel yet' : 'Each sales channel has its shop'}>
            <p>
              <a href="/retailer/sales-channels">Add a sales channel</a> to connect{' '}
              {rows.length === 0 ? 'its' : 'another'} shop.
            </p>
          </Notice>
        ) : (
          <Section title="Connect a Shopify shop">
            <form class="form" method="post" action={path} data-form="storefront">
              <Select
                name="channelId"
                label="Sales channel"
                value={typed.values.channelId}
                error={typed.errors.channelId}
                options={channels.map(({ id, name }) => ({ value: id, word: name }))}
              />
              <Fields kind="shopify" typed={typed} />
            </form>
          </Section>
        )}
      </div>
    </>
  )
}

function Storefronts({ rows }: { rows: ListedStorefront[] }) {
  return (
    <Table
      label="Storefronts"
      rows={rows}
      attributes={row => ({ 'data-storefront': row.channel })}
      columns={[
        { heading: 'Channel', cell: row => <a href={`${path}/${row.id}`}>{row.channel}</a> },
        { heading: 'Shop', cell: row => String(row.settings.shop ?? '') },
        { heading: 'State', cell: row => <State row={row} /> },
        { heading: 'Last read', cell: row => <Time at={row.readAt} /> },
        { heading: 'Last sent', cell: row => <Time at={row.sentAt} /> },
      ]}
    />
  )
}

function State({ row }: { row: ListedStorefront }) {
  if (!row.active) return <Badge word="Paused" tone="idle" icon="cross" />
  if (row.failures > 0) return <Badge word="Not reached" tone="bad" icon="alert" />
  return <Badge word="On" tone="good" icon="check" />
}

function Fields({ kind, typed, stored }: { kind: string; typed: Typed; stored?: boolean }) {
  const groups = storefrontFields[kind] ?? []
  return (
    <>
      {typed.errors.form ? <Notice tone="bad" title={typed.errors.form} /> : null}
      <FieldGroups groups={groups} prefix="s." {...typed} stored={stored ? secretsIn(groups) : []} />
      <Input
        name="everyMinutes"
        label="Ask the shop every so many minutes"
        hint="Webhooks come at once besides."
        inputmode="numeric"
        value={typed.values.everyMinutes ?? '5'}
        error={typed.errors.everyMinutes}
      />
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          Save
        </button>
      </div>
    </>
  )
}

/** One shop: what was last read and sent, and how it is reached. */
export function StorefrontPage(props: {
  row: ListedStorefront
  webhookUrl: string | undefined
  mayChange: boolean
  typed: Typed
}) {
  const { row, webhookUrl, mayChange, typed } = props
  const at = `${path}/${row.id}`
  return (
    <>
      <PageHeader
        title={row.channel}
        state={<State row={row} />}
        back={{ href: path, word: 'Storefronts' }}
        action={<a href={`/retailer/sales-channels/${row.channelId}`}>Its sales channel</a>}
      />
      <div class="stack">
        {row.failures > 0 ? (
          <Notice tone="bad" title={`The last round failed (${row.failures} in a row)`}>
            <p>{row.failureDetail}</p>
          </Notice>
        ) : null}
        <Facts
          rows={[
            ['Orders last read', row.readAt && <Time at={row.readAt} />],
            ['Orders read up to', <Time at={row.readUpTo} />],
            ['Last sent', row.sentAt && <Time at={row.sentAt} />],
            ['Told of changes', `${row.sentRevision} of ${row.revision}`],
            ['Next round', row.active && <Time at={row.dueAt} />],
            ['Webhooks go to', webhookUrl],
            ['Shop last asked for webhooks', row.webhooksAt && <Time at={row.webhooksAt} />],
            ['Why it posts none', row.webhooksProblem],
          ]}
        />
        {mayChange ? (
          <>
            <div class="row">
              <Act action={`${at}/test`} word="Try the connection" />
              {row.active ? <Act action={`${at}/sync`} word="Ask and tell it now" /> : null}
              <Act action={`${at}/${row.active ? 'pause' : 'resume'}`} word={row.active ? 'Pause' : 'Go on'} />
            </div>
            <Section title="Settings">
              <form class="form" method="post" action={at} data-form="storefront">
                <Fields kind={row.kind} typed={typed} stored />
              </form>
            </Section>
          </>
        ) : null}
      </div>
    </>
  )
}

const Act = ({ action, word }: { action: string; word: string }) => (
  <form method="post" action={action}>
    <button type="submit" class="button">
      {word}
    </button>
  </form>
)
