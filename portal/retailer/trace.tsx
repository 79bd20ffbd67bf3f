import type { InboundStatus, OutboundStatus } from '../../db/schema/index.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { documentStates, messageStates } from '../ui/states.ts'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { transportWords } from './channel-words.ts'
import { inWords, texts } from './texts.ts'
import type { TracedDocument } from './trace-query.ts'

/** Every document of an order and the message that carried it: from here to the bytes on the wire in one click. */
export function Trace({ documents, partners }: { documents: TracedDocument[]; partners: ReadonlyMap<string, string> }) {
  if (documents.length === 0) return <p class="soft">{texts.order.noTrace}</p>
  return (
    <Table
      label={texts.order.trace}
      rows={documents}
      columns={[
        {
          heading: 'Document',
          cell: document => (
            <>
              <Icon name={document.direction} /> {inWords(document.kind)}
              <span class="item detail">{document.number}</span>
            </>
          ),
        },
        { heading: 'Partner', cell: document => partners.get(document.partnershipId ?? '') ?? '' },
        { heading: 'State', cell: document => <Badge {...documentStates[document.status]} /> },
        { heading: 'Message', cell: document => <MessageLink document={document} /> },
        { heading: 'When', cell: document => <Time at={document.createdAt} /> },
      ]}
    />
  )
}

function MessageLink({ document }: { document: TracedDocument }) {
  const { messageId, transport, messageStatus, direction } = document
  if (!messageId || !transport)
    return <span class="soft">{direction === 'in' ? 'Entered in the portal' : 'Not made yet'}</span>
  return (
    <span class="message-link">
      <a href={`/retailer/messages/${messageId}`}>{document.fileName ?? transportWords[transport]}</a>
      <Badge {...messageStates[messageStatus as InboundStatus | OutboundStatus]} />
    </span>
  )
}
