import type { Child } from 'hono/jsx'
import { webhookDeliveryStatuses } from '../../../db/schema/index.ts'
import { secretOverlapHours } from '../../../engine/webhooks/endpoints.ts'
import { Badge, type StateLook } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Filters, Notice, PageHeader, Pages, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type Side, WebhookFields } from './form.tsx'
import { NewSecret, WebhookState } from './list-page.tsx'
import { type Delivery, nameOf, type Webhook } from './query.ts'
import { replaySpans, texts as t } from './texts.ts'

export interface WebhookPageProps {
  side: Side
  /** Where the list is. */
  path: string
  webhook: Webhook
  deliveries: { rows: Delivery[]; older: string | undefined }
  status: Delivery['status'] | undefined
  /** Whether this is not the newest page. */
  paged: boolean
  values: FormValues
  errors: FormValues
  secret?: string | undefined
}

/** One webhook: what it is told, whether that arrives, and what becomes of it. */
export function WebhookPage(props: WebhookPageProps) {
  const { webhook, path, side, values, errors } = props
  const at = `${path}/${webhook.id}`
  const { pausedAt, pausedBecause, failingSince, previousUntil } = webhook
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={nameOf(webhook)}
        state={<WebhookState webhook={webhook} />}
      />
      <NewSecret secret={props.secret} />
      {pausedBecause ? (
        <Notice tone="warn" title={t.pausedByHub}>
          <p>{pausedBecause}</p>
        </Notice>
      ) : null}
      <Facts
        rows={[
          [t.url, <Copyable text={webhook.url} />],
          [t.failingSince, failingSince && <Time at={failingSince} />],
          [t.isPaused, pausedAt && <Time at={pausedAt} />],
          [t.overlap, previousUntil && <Time at={previousUntil} />],
        ]}
      />
      <div class="columns">
        <Deliveries {...props} at={at} />
        <aside class="stack">
          {pausedAt ? (
            <Act action={`${at}/resume`} word={t.resume} primary />
          ) : (
            <Act action={`${at}/pause`} word={t.pause} hint={t.pauseAbout} />
          )}
          <Act
            action={`${at}/secret`}
            word={t.rotate}
            hint={t.rotateAbout(secretOverlapHours)}
            confirm={t.rotateSure}
          />
          <Section title={t.change}>
            <form class="form" method="post" action={at} data-form="webhook">
              <WebhookFields side={side} values={values} errors={errors} />
              <button type="submit" class="button button-primary">
                {t.save}
              </button>
            </form>
          </Section>
          <Act action={`${at}/removal`} word={t.remove} confirm={t.removeSure} bad />
        </aside>
      </div>
    </>
  )
}

function Act(props: {
  action: string
  word: string
  hint?: Child
  confirm?: string
  primary?: boolean
  bad?: boolean
}) {
  const look = props.bad ? 'button button-bad' : props.primary ? 'button button-primary' : 'button'
  return (
    <form class="stack-tight" method="post" action={props.action}>
      {props.hint ? <p class="soft small">{props.hint}</p> : null}
      <button type="submit" class={look} data-confirm={props.confirm}>
        {props.word}
      </button>
    </form>
  )
}

const looks: Record<Delivery['status'], StateLook> = {
  queued: { word: 'Waiting', tone: 'info', icon: 'clock' },
  retrying: { word: 'Trying again', tone: 'warn', icon: 'retry' },
  delivered: { word: 'Delivered', tone: 'good', icon: 'check' },
  failed: { word: 'Failed', tone: 'bad', icon: 'alert' },
}

/** What became of a delivery. */
export function DeliveryState({ status }: { status: Delivery['status'] }) {
  return <Badge {...looks[status]} />
}

function Deliveries({ at, deliveries, status, paged }: WebhookPageProps & { at: string }) {
  const { rows, older } = deliveries
  const here = status ? `${at}?show=${status}` : at
  const filters = [undefined, ...webhookDeliveryStatuses].map(one => ({
    href: one ? `${at}?show=${one}` : at,
    word: one ? looks[one].word : 'All',
    current: one === status,
  }))
  return (
    <Section title={t.deliveries}>
      <div class="stack-tight">
        <Filters label={t.deliveries} options={filters} />
        {rows.length === 0 ? <Empty title={t.noDeliveries}>{t.noDeliveriesHint}</Empty> : <Rows at={at} rows={rows} />}
        <Pages
          first={paged ? here : undefined}
          older={older && `${at}?${new URLSearchParams({ ...(status ? { show: status } : {}), after: older })}`}
          shown={rows.length}
        />
        <form class="stack-tight" method="post" action={`${at}/failed-replay`} data-form="replay-failed">
          <Select name="hours" label={t.since} value="24" options={[...replaySpans]} />
          <button type="submit" class="button">
            {t.replayFailed}
          </button>
        </form>
      </div>
    </Section>
  )
}

function Rows({ at, rows }: { at: string; rows: Delivery[] }) {
  const choose = {
    form: 'replay',
    name: ({ id }: Delivery) => `chosen[${id}]`,
    label: ({ type }: Delivery) => t.choose(type),
  }
  return (
    <>
      <Table
        label={t.deliveries}
        rows={rows}
        choose={choose}
        attributes={({ id }) => ({ 'data-delivery': id })}
        columns={[
          { heading: t.event, cell: ({ id, type }) => <a href={`${at}/deliveries/${id}`}>{type}</a> },
          { heading: t.happened, cell: delivery => <Time at={delivery.at} /> },
          { heading: t.state, cell: ({ status }) => <DeliveryState status={status} /> },
          { heading: t.calls, cell: ({ attempts }) => attempts, number: true },
          {
            heading: t.next,
            cell: ({ settledAt, dueAt }) => <Time at={settledAt ? null : dueAt} />,
            quiet: ({ settledAt }) => settledAt !== null,
            optional: true,
          },
        ]}
      />
      <form id="replay" method="post" action={`${at}/replay`} data-form="replay">
        <button type="submit" class="button">
          {t.replayChosen}
        </button>
      </form>
    </>
  )
}
