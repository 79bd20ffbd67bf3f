import { type ChangeAnswer, grantedWishes } from '../../../engine/purchase-orders/change.ts'
import type { LoadedChange } from '../../../engine/purchase-orders/load-changes.ts'
import { Badge, type StateLook } from '../../ui/badge.tsx'
import { Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts } from './texts.ts'
import { type NamedLine, wishWords } from './words.ts'

interface ChangesListProps {
  changes: readonly LoadedChange[]
  lines: readonly NamedLine[]
  currency: string
  /** What the reader calls each side. */
  names: Record<LoadedChange['askedBy'], string>
}

const looks: Record<LoadedChange['status'], StateLook> = {
  requested: { word: texts.statuses.requested, tone: 'warn', icon: 'clock' },
  accepted: { word: texts.statuses.accepted, tone: 'good', icon: 'check' },
  refused: { word: texts.statuses.refused, tone: 'idle', icon: 'cross' },
}

/** What either side asked to change of an order, and what the other said. Nothing where nobody asked. */
export function ChangesList({ changes, lines, currency, names }: ChangesListProps) {
  if (changes.length === 0) return null
  const words = (wishes: LoadedChange['request']['wishes']) =>
    wishes.map(wish => wishWords(wish, lines, currency)).join('; ')
  return (
    <Section title={texts.title}>
      <Table
        label={texts.title}
        rows={[...changes]}
        attributes={change => ({ 'data-asked': String(change.sequence), 'data-change-status': change.status })}
        columns={[
          { heading: 'Asked by', cell: change => names[change.askedBy] },
          {
            heading: 'Asked for',
            cell: ({ request }) => (
              <span class="item">
                {words(request.wishes)}
                {request.reason ? <span class="item detail">{request.reason}</span> : null}
              </span>
            ),
          },
          {
            heading: 'Answer',
            cell: ({ status, request, answer }) => (
              <span class="item">
                <Badge {...looks[status]} />
                <span class="item detail">{answer ? said(request, answer, words) : null}</span>
              </span>
            ),
          },
          { heading: 'Asked', cell: change => <Time at={change.requestedAt} /> },
        ]}
      />
    </Section>
  )
}

/** What of it was granted, where that is only a part, and what was said with it. */
function said(
  request: LoadedChange['request'],
  answer: ChangeAnswer,
  words: (wishes: LoadedChange['request']['wishes']) => string,
): string {
  const granted = grantedWishes(request, answer)
  const isPart = granted.length > 0 && JSON.stringify(granted) !== JSON.stringify(request.wishes)
  return [isPart ? words(granted) : '', answer.note ?? ''].filter(Boolean).join('. ')
}
