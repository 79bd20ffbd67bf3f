import type { Replay } from '../../../engine/messages/replay.ts'
import { replayVersion } from '../../live/topics.ts'
import { Badge, type StateLook } from '../../ui/badge.tsx'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

/** So many messages that could not be taken up are shown. */
export const mostRefused = 100

interface ReplayPageProps {
  replay: Replay
  refused: { messageId: string; reason: string | null }[]
  mayOperate: boolean
}

/** Many messages being sent or read again: how far that is, and what could not be. */
export function ReplayPage({ replay, refused, mayOperate }: ReplayPageProps) {
  const at = `/retailer/messages/replays/${replay.id}`
  const { left, done, endedAt } = replay
  const total = left + done + replay.refused
  const share = Math.floor(((total - left) / total) * 100)
  const live = endedAt
    ? {}
    : {
        'hx-get': at,
        'hx-trigger': 'changed',
        'hx-select': '#replay',
        'hx-target': '#replay',
        'hx-swap': 'outerHTML',
        'data-live': `/retailer/live/replays/${replay.id}?seen=${replayVersion(replay)}`,
      }
  return (
    <div id="replay" {...live}>
      <PageHeader
        title={t.actions[replay.action]}
        state={<Badge {...replayLook(replay)} />}
        back={{ href: '/retailer/messages', word: t.journal }}
        action={
          !endedAt && mayOperate ? (
            <form method="post" action={`${at}/stop`}>
              <button type="submit" class="button" data-confirm={t.stopSure}>
                {t.stop}
              </button>
            </form>
          ) : null
        }
      />
      <div class="stack">
        {endedAt ? null : (
          <>
            <Notice tone="info" title={t.running}>
              <p>{t.leave}</p>
            </Notice>
            <progress max="100" value={String(share)} aria-label={t.share} />
          </>
        )}
        <Facts
          rows={[
            [t.done[replay.action], done.toLocaleString('en-US')],
            [t.refused, replay.refused.toLocaleString('en-US')],
            [t.left, left.toLocaleString('en-US')],
            [t.by, replay.actor.replace(/^user:/, '')],
            [t.begunAt, <Time at={replay.createdAt} />],
            [t.endedAt, endedAt && <Time at={endedAt} />],
          ]}
        />
        {endedAt ? null : (
          <p class="without-script">
            <a href={at}>{t.again}</a>
          </p>
        )}
        {refused.length > 0 ? <Refused refused={refused} of={replay.refused} /> : null}
      </div>
    </div>
  )
}

function Refused({ refused, of }: Pick<ReplayPageProps, 'refused'> & { of: number }) {
  return (
    <Section title={t.why}>
      <Table
        label={t.why}
        rows={refused}
        attributes={row => ({ 'data-message': row.messageId })}
        columns={[
          { heading: t.message, cell: row => <a href={`/retailer/messages/${row.messageId}`}>{row.messageId}</a> },
          { heading: t.reason, cell: row => row.reason },
        ]}
      />
      {of > refused.length ? <p class="soft small">{t.first(refused.length)}</p> : null}
    </Section>
  )
}

/** How a replay stands. */
export function replayLook({ endedAt, stoppedBy }: Replay): StateLook {
  if (!endedAt) return { word: t.states.running, tone: 'info', icon: 'clock' }
  if (stoppedBy) return { word: t.states.stopped, tone: 'warn', icon: 'pause' }
  return { word: t.states.ended, tone: 'good', icon: 'check' }
}
