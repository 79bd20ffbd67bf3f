import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { type Side, typesInWords, WebhookFields } from './form.tsx'
import type { Webhook } from './query.ts'
import { texts as t } from './texts.ts'

interface ListProps {
  side: Side
  path: string
  back: { href: string; word: string } | undefined
  webhooks: Webhook[]
  values: FormValues
  errors: FormValues
}

/** What is told where, and adding another. */
export function WebhooksPage({ side, path, back, webhooks, values, errors }: ListProps) {
  return (
    <>
      <PageHeader title={t.title} about={t.about} {...(back && { back })} />
      <div class="columns">
        {webhooks.length === 0 ? (
          <Empty title={t.none}>{t.noneHint}</Empty>
        ) : (
          <Table
            label={t.title}
            rows={webhooks}
            attributes={webhook => ({ 'data-webhook': webhook.url })}
            columns={[
              { heading: t.url, cell: webhook => <Named webhook={webhook} path={path} /> },
              { heading: t.eventTypes, cell: webhook => typesInWords(side, webhook.eventTypes) },
              { heading: t.state, cell: webhook => <WebhookState webhook={webhook} /> },
            ]}
          />
        )}
        <Section title={t.add}>
          <form class="form" method="post" action={path} data-form="webhook">
            <WebhookFields side={side} values={values} errors={errors} />
            <button type="submit" class="button button-primary">
              {t.add}
            </button>
          </form>
        </Section>
      </div>
    </>
  )
}

function Named({ webhook, path }: { webhook: Webhook; path: string }) {
  return (
    <>
      <a href={`${path}/${webhook.id}`}>{webhook.url}</a>
      {webhook.description ? <div class="soft small">{webhook.description}</div> : null}
    </>
  )
}

/** Whether a webhook is told, in a word. */
export function WebhookState({ webhook: { pausedAt, failingSince } }: { webhook: Webhook }) {
  if (pausedAt) return <Badge word={t.isPaused} tone="warn" icon="pause" />
  if (failingSince) return <Badge word={t.failing} tone="bad" icon="alert" />
  return <Badge word={t.active} tone="good" icon="check" />
}

/** A secret that was just made: shown this once. */
export function NewSecret({ secret }: { secret: string | undefined }) {
  if (!secret) return null
  return (
    <Notice tone="good" title={t.secret}>
      <p data-secret="">
        <Copyable text={secret} />
      </p>
    </Notice>
  )
}
