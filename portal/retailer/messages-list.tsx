import { choiceOf } from '../lists/bulk.tsx'
import type { ListColumn } from '../lists/columns.tsx'
import { ListFrame } from '../lists/frame.tsx'
import type { Cursor, ListState } from '../lists/list-state.ts'
import { PartnerField } from '../lists/partner-field.tsx'
import type { SavedView } from '../lists/views.ts'
import type { FileColumn } from '../shared/csv-stream.ts'
import { Input, Select } from '../ui/fields.tsx'
import { messageStates } from '../ui/states.ts'
import { transportWords } from './channel-words.ts'
import { MessageCauses } from './message-causes.tsx'
import type { MessageCause } from './message-causes-query.ts'
import {
  type ListedMessage,
  type MessageFilter,
  type MessageSort,
  messageStatuses,
  messagesList,
} from './messages-list-query.ts'
import { messageColumns } from './messages-table.tsx'
import { ReplayLink } from './replays/link.tsx'
import { inWords, texts } from './texts.ts'

const t = texts.messages

/** What messages carry, as the journal names it. */
const kinds = [
  'purchase-order',
  'purchase-order-change',
  'purchase-order-acknowledgment',
  'purchase-order-change-acknowledgment',
  'ship-notice',
  'invoice',
  'inventory-advice',
  'product-catalog',
  'functional-acknowledgment',
  'application-advice',
  'remittance-advice',
  'text-message',
]

interface MessagesListProps {
  state: ListState<MessageFilter, MessageSort>
  rows: ListedMessage[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
  partners: ReadonlyMap<string, string>
  mayOperate: boolean
  causes: MessageCause[]
  /** The id of the newest message of all when the list was read; empty where there is none. */
  latest: string
}

/** The journal: every message in or out, and what can be done with several at once. */
export function MessagesList(props: MessagesListProps) {
  const { partner, kind, state, from, to } = props.state.fields
  const columns = messageColumns(props.partners).map(
    ({ sort: _, ...column }): ListColumn<ListedMessage, MessageSort> =>
      column.heading === 'When' ? { ...column, sort: 'when' } : column,
  )
  const any = { value: '', word: 'Any' }
  return (
    <ListFrame
      {...props}
      definition={messagesList}
      title={t.title}
      words={t}
      columns={columns}
      attributes={row => ({ 'data-message': row.id, 'data-status': row.status })}
      tools={props.mayOperate ? <ReplayLink state={props.state} /> : null}
      summary={
        props.causes.some(({ count }) => count > 1) ? (
          <MessageCauses causes={props.causes} filter={props.state.filter} partners={props.partners} />
        ) : null
      }
      live={{ topic: 'messages', seen: props.latest }}
      narrowing={
        <>
          <PartnerField partners={props.partners} value={partner} />
          <Select
            name="kind"
            label="Document"
            value={kind}
            options={[any, ...kinds.map(value => ({ value, word: inWords(value) }))]}
          />
          <Select
            name="state"
            label="State"
            value={state}
            options={[any, ...messageStatuses.map(value => ({ value, word: messageStates[value].word }))]}
          />
          <Input name="from" type="date" label="From" value={from} />
          <Input name="to" type="date" label="To" value={to} />
        </>
      }
      bulk={
        props.mayOperate
          ? {
              actions: [
                { value: 'resend', word: texts.message.resend },
                { value: 'reprocess', word: texts.message.reprocess },
              ],
              choose: { name: choiceOf, label: row => `Choose ${row.fileName ?? row.id}` },
            }
          : undefined
      }
    />
  )
}

/** The same for a spreadsheet. */
export const messagesFile = (partners: ReadonlyMap<string, string>): readonly FileColumn<ListedMessage>[] => [
  ['Id', row => row.id],
  ['Direction', row => row.direction],
  ['File', row => row.fileName],
  ['State', row => messageStates[row.status].word],
  ['Partner', row => partners.get(row.partnershipId ?? '')],
  ['Way', row => transportWords[row.transport]],
  ['Holds', row => row.kinds?.map(inWords).join(', ')],
  ['Numbers', row => row.numbers?.join(' ')],
  ['Bytes', row => String(row.size)],
  ['When (UTC)', row => row.createdAt.toISOString()],
]
