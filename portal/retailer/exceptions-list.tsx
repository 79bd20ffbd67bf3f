import { exceptionKinds } from '../../db/schema/index.ts'
import { choiceOf } from '../lists/bulk.tsx'
import type { ListColumn } from '../lists/columns.tsx'
import { ListFrame } from '../lists/frame.tsx'
import type { Cursor, ListState } from '../lists/list-state.ts'
import { PartnerField } from '../lists/partner-field.tsx'
import type { SavedView } from '../lists/views.ts'
import type { FileColumn } from '../shared/csv-stream.ts'
import { Input, Select } from '../ui/fields.tsx'
import { Money } from '../ui/money.tsx'
import { Time } from '../ui/time.tsx'
import {
  type ExceptionFilter,
  type ExceptionSort,
  exceptionsList,
  type ListedException,
  type LoadedException,
} from './exceptions-query.ts'
import { exceptionWords, texts } from './texts.ts'

const t = texts.exceptions
const path = '/retailer/exceptions'

interface ExceptionsListProps {
  state: ListState<ExceptionFilter, ExceptionSort>
  rows: ListedException[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
  partners: ReadonlyMap<string, string>
  mayDecide: boolean
  /** The id of the newest exception of all when the list was read; empty where there is none. */
  latest: string
}

/** Everything that needs a person, and what can be decided about several at once. */
export function ExceptionsList(props: ExceptionsListProps) {
  const { kind, partner, from, to } = props.state.fields
  return (
    <ListFrame
      {...props}
      definition={exceptionsList}
      title={t.title}
      words={t}
      columns={exceptionColumns(props.partners)}
      attributes={row => ({ 'data-exception': row.exception.kind })}
      live={{ topic: 'exceptions', seen: props.latest }}
      narrowing={
        <>
          <Select
            name="kind"
            label={t.kind}
            value={kind}
            options={[
              { value: '', word: t.any },
              ...exceptionKinds.map(value => ({ value, word: exceptionWords[value] })),
            ]}
          />
          <PartnerField partners={props.partners} value={partner} />
          <Input name="from" type="date" label={t.from} value={from} />
          <Input name="to" type="date" label={t.to} value={to} />
        </>
      }
      bulk={
        props.mayDecide
          ? {
              actions: [{ value: 'decide', word: t.bulk.decide }],
              choose: {
                name: choiceOf,
                label: row => `${t.bulk.choose} ${row.exception.summary}`,
                // What is about an invoice is decided on the invoice's page.
                allowed: row => !row.exception.invoiceId,
              },
            }
          : undefined
      }
    />
  )
}

const exceptionColumns = (partners: ReadonlyMap<string, string>): ListColumn<ListedException, ExceptionSort>[] => [
  { heading: 'What', cell: row => <a href={`${path}/${row.id}`}>{row.exception.summary}</a> },
  { heading: 'Why', cell: row => exceptionWords[row.exception.kind] },
  {
    heading: 'Partner',
    cell: row => partners.get(row.exception.partnershipId ?? '') ?? '',
    quiet: row => !row.exception.partnershipId,
    optional: true,
  },
  { heading: 'About', cell: row => <About row={row} /> },
  {
    heading: 'At stake',
    number: true,
    cell: row => <AtStake row={row} />,
    quiet: row => !row.exception.atStake,
    optional: true,
  },
  { heading: 'With', cell: row => row.assignee ?? '', quiet: row => !row.assignee, optional: true },
  { heading: 'Since', sort: 'since', cell: row => <Time at={row.exception.raisedAt} /> },
]

/** The money that an exception is about, if any. */
export function AtStake({ row }: { row: Pick<LoadedException, 'exception'> }) {
  const { atStake, currency } = row.exception
  return currency && atStake ? <Money amount={atStake} currency={currency} /> : null
}

/** Links to what an exception is about. */
export function About({ row }: { row: LoadedException }) {
  const { exception, orderNumber, purchaseOrder, invoiceNumber } = row
  const links = [
    invoiceNumber && { href: `/accounting/invoices/${exception.invoiceId}`, word: invoiceNumber },
    purchaseOrder && { href: `/retailer/purchase-orders/${encodeURIComponent(purchaseOrder)}`, word: purchaseOrder },
    orderNumber && { href: `/retailer/orders/${exception.orderId}`, word: orderNumber },
    exception.kind === 'certificate-expiring' && { href: '/retailer/certificates', word: 'the certificates' },
    exception.messageId && { href: `/retailer/messages/${exception.messageId}`, word: 'the message' },
  ].filter(link => typeof link === 'object' && link !== null)
  return (
    <span class="row">
      {links.map(link => (
        <a href={link.href}>{link.word}</a>
      ))}
    </span>
  )
}

/** The same for a spreadsheet. */
export const exceptionsFile = (partners: ReadonlyMap<string, string>): readonly FileColumn<ListedException>[] => [
  ['What', row => row.exception.summary],
  ['Why', row => exceptionWords[row.exception.kind]],
  ['Partner', row => partners.get(row.exception.partnershipId ?? '')],
  ['Order', row => row.orderNumber],
  ['Purchase order', row => row.purchaseOrder],
  ['Invoice', row => row.invoiceNumber],
  ['Expected', row => row.exception.expected],
  ['Found', row => row.exception.actual],
  ['At stake', row => row.exception.atStake],
  ['Currency', row => row.exception.currency],
  ['With', row => row.assignee],
  ['Since (UTC)', row => row.exception.raisedAt.toISOString()],
  ['Resolved (UTC)', row => row.exception.resolvedAt?.toISOString()],
  ['By', row => row.exception.resolvedBy],
  ['How', row => row.exception.resolution],
  ['Note', row => row.exception.note],
]
