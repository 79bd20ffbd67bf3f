import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { messageStates } from '../ui/states.ts'
import { type Column, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { transportWords } from './channel-words.ts'
import type { ListedMessage } from './messages-list-query.ts'
import { inWords, texts } from './texts.ts'

/** Messages in rows. */
export function MessagesTable({ rows, partners }: { rows: ListedMessage[]; partners: ReadonlyMap<string, string> }) {
  return (
    <Table
      label={texts.messages.title}
      rows={rows}
      attributes={row => ({ 'data-message': row.id, 'data-status': row.status })}
      columns={messageColumns(partners)}
    />
  )
}

/** What a table of messages shows of each. */
export const messageColumns = (partners: ReadonlyMap<string, string>): Column<ListedMessage>[] => [
  {
    heading: 'Message',
    cell: row => (
      <span class="item">
        <Icon name={row.direction} />
        <span class="visually-hidden">{row.direction === 'in' ? 'In' : 'Out'}</span>{' '}
        <a href={`/retailer/messages/${row.id}`}>{row.fileName ?? row.id}</a>
      </span>
    ),
  },
  { heading: 'State', cell: row => <Badge {...messageStates[row.status]} /> },
  { heading: 'Partner', cell: row => partners.get(row.partnershipId ?? '') ?? 'Unknown' },
  { heading: 'Way', cell: row => transportWords[row.transport] },
  { heading: 'Holds', cell: row => contents(row) },
  { heading: 'Bytes', number: true, cell: row => row.size.toLocaleString('en-US') },
  { heading: 'When', cell: row => <Time at={row.createdAt} /> },
]

/** What a message carries, at a glance: the kind, and the first numbers. */
function contents({ kinds, numbers }: ListedMessage): string {
  if (!kinds || !numbers) return '–'
  const some = numbers.slice(0, 2).join(', ')
  const more = numbers.length > 2 ? ` and ${numbers.length - 2} more` : ''
  return `${kinds.map(inWords).join(', ')} ${some}${more}`
}
