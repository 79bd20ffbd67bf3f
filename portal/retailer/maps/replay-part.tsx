import type { MapReplay } from '../../../engine/maps/replay.ts'
import { Badge } from '../../ui/badge.tsx'
import { Notice, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

/** Changes shown of one document. */
const most = 12

type Difference = MapReplay['differences'][number]

/** What becomes of the last documents: those that come out otherwise, each with what changes. */
export function ReplayPart({ replay }: { replay: MapReplay }) {
  const { tried, skipped, cut, differences } = replay
  return (
    <Section title={t.replay}>
      <div class="stack-tight" data-replay={tried} data-differences={differences.length}>
        {tried === 0 ? (
          <Empty title={t.replayNone}>{t.replayNoneHint}</Empty>
        ) : (
          <p>{t.replayAbout(tried, differences.length)}</p>
        )}
        {cut ? <Notice tone="warn" title={t.replayCut} /> : null}
        {skipped > 0 && !cut ? <p class="soft">{t.replaySkipped(skipped)}</p> : null}
        {differences.length > 0 ? (
          <Table
            label={t.replay}
            rows={differences}
            columns={[
              { heading: 'Document', cell: row => <DocumentName row={row} /> },
              { heading: 'Now', cell: row => <Passes passes={row.passed.before} /> },
              {
                heading: 'Then',
                cell: row => <Passes passes={row.passed.after} />,
                marked: row => row.passed.before && !row.passed.after,
              },
              { heading: 'What changes', cell: row => <Changed row={row} /> },
            ]}
          />
        ) : null}
      </div>
    </Section>
  )
}

function DocumentName({ row: { document } }: { row: Difference }) {
  const { id, messageId, number, createdAt, direction } = document
  return (
    <>
      {messageId ? <a href={`/retailer/messages/${messageId}/documents/${id}`}>{number}</a> : number}
      <div class="detail">
        {direction === 'in' ? 'received' : 'sent'} <Time at={createdAt} />
      </div>
    </>
  )
}

function Passes({ passes }: { passes: boolean }) {
  return passes ? <Badge word={t.passed} tone="good" icon="check" /> : <Badge word={t.fails} tone="bad" icon="cross" />
}

function Changed({ row }: { row: Difference }) {
  // Of a document that is kept back everything is gone, which says no more than why it is.
  const segments = row.passed.before === row.passed.after ? row.segments : []
  const lines = [
    ...row.appeared.map(({ message }) => ({ tone: 'map-added', text: message })),
    ...row.vanished.map(({ message }) => ({ tone: 'map-removed', text: message })),
    ...segments.flatMap(({ before, after }) => [
      ...(before === undefined ? [] : [{ tone: 'map-removed', text: before }]),
      ...(after === undefined ? [] : [{ tone: 'map-added', text: after }]),
    ]),
    ...row.fields.map(({ path, before, after }) => ({
      tone: 'map-changed',
      text: `${path}: ${shown(before)} → ${shown(after)}`,
    })),
  ]
  return (
    <ul class="map-changes small">
      {lines.slice(0, most).map(({ tone, text }) => (
        <li class={tone}>{text}</li>
      ))}
      {lines.length > most ? <li class="soft">{t.moreIssues(lines.length - most)}</li> : null}
    </ul>
  )
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
