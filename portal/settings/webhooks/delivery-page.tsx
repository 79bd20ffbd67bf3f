import { Copyable } from '../../ui/copyable.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { type DeliveryDetail, nameOf } from './query.ts'
import { texts as t } from './texts.ts'
import { DeliveryState } from './webhook-page.tsx'

/** One event on its way to a webhook: each call as it went out, and what came back. */
export function DeliveryPage({ path, webhook, delivery, calls }: DeliveryDetail & { path: string }) {
  const at = `${path}/${webhook.id}`
  return (
    <>
      <PageHeader
        back={{ href: at, word: nameOf(webhook) }}
        title={delivery.type}
        state={<DeliveryState status={delivery.status} />}
        action={
          <form method="post" action={`${at}/deliveries/${delivery.id}/replay`}>
            <button type="submit" class="button">
              {t.replayOne}
            </button>
          </form>
        }
      />
      <Facts
        rows={[
          ['webhook-id', <Copyable text={delivery.id} />],
          [t.happened, <Time at={delivery.at} />],
          [t.next, delivery.settledAt ? null : <Time at={delivery.dueAt} />],
        ]}
      />
      <div class="stack">
        {calls.length === 0 ? <p class="soft">{t.noCalls}</p> : null}
        {calls.toReversed().map(call => (
          <Call call={call} />
        ))}
      </div>
    </>
  )
}

function Call({ call }: { call: DeliveryDetail['calls'][number] }) {
  const { attempt, at, milliseconds, failureCode, failureDetail, request, answer } = call
  return (
    <Section title={t.call(attempt)} aside={<Time at={at} />}>
      <div class="stack-tight" data-call={String(attempt)}>
        <p class="soft">
          {t.took(milliseconds)}
          {failureCode ? ` · ${failureCode}` : ''}
        </p>
        {failureDetail ? <p class="field-error">{failureDetail}</p> : null}
        <Message title={t.request} first={`POST ${request.url}`} headers={request.headers} body={request.body} />
        {answer ? (
          <Message title={t.answer} first={String(answer.status)} headers={answer.headers} body={answer.body} />
        ) : (
          <p class="soft">{t.noAnswer}</p>
        )}
      </div>
    </Section>
  )
}

function Message(props: { title: string; first: string; headers: Record<string, string>; body: string }) {
  const lines = Object.entries(props.headers).map(([name, value]) => `${name}: ${value}`)
  return (
    <details class="more" open>
      <summary>
        {props.title} {props.first}
      </summary>
      <pre tabindex={0}>{[...lines, '', props.body].join('\n')}</pre>
    </details>
  )
}
