import { type ListState, readState, stateHref } from '../lists/list-state.ts'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { type MessageCause, mostGrouped } from './message-causes-query.ts'
import { type MessageFilter, messagesList } from './messages-list-query.ts'
import { inWords, texts } from './texts.ts'

const t = texts.messageCauses
/** So many groups stand above the list. */
const shown = 8

interface MessageCausesProps {
  causes: MessageCause[]
  filter: MessageFilter
  partners: ReadonlyMap<string, string>
}

/** Why messages are stuck: a line for each cause at each partner, which leads to its messages. */
export function MessageCauses({ causes, filter, partners }: MessageCausesProps) {
  const grouped = causes.reduce((sum, { count }) => sum + count, 0)
  return (
    <details class="more apart" open data-causes>
      <summary>{t.title}</summary>
      <Table
        label={t.title}
        rows={causes.slice(0, shown)}
        attributes={row => ({ 'data-cause': row.cause, 'data-count': String(row.count) })}
        columns={[
          { heading: t.cause, cell: row => <a href={hrefOf(filter, row)}>{inWords(row.cause)}</a> },
          { heading: t.partner, cell: row => partners.get(row.partnershipId ?? '') ?? t.nobody },
          { heading: t.count, number: true, cell: row => row.count.toLocaleString('en-US') },
          { heading: t.latest, cell: row => <Time at={row.latest} /> },
        ]}
      />
      {causes.length > shown ? <p class="soft small">{t.more(causes.length - shown)}</p> : null}
      {grouped === mostGrouped ? <p class="soft small">{t.newest(mostGrouped)}</p> : null}
    </details>
  )
}

function hrefOf(filter: MessageFilter, { cause, partnershipId }: MessageCause): string {
  const state: ListState = readState({ show: filter, cause, partner: partnershipId ?? '' }, messagesList)
  return stateHref(messagesList.path, state)
}
