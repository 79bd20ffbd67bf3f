import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { storableText } from '../db/schema/columns.ts'
import { events } from '../db/schema/index.ts'
import { type EventSubject, insertEvents, type Work } from '../db/work.ts'

/**
 * Rows as one parameter of a hand-written statement, to be joined or inserted by: `from (…) as v(id uuid, counted numeric)`. However many rows there are, it is one
 * statement with one plan. `columns` names each column with its SQL type; a value is anything JSON holds.
 */
export function recordset<Name extends string>(
  columns: Readonly<Record<Name, string>>,
  rows: readonly Readonly<Record<NoInfer<Name>, unknown>>[],
): SQL {
  const declared = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`)
  return sql`jsonb_to_recordset(${storableText(JSON.stringify(rows))}::jsonb) as v(${sql.raw(declared.join(', '))})`
}

/**
 * These ids as one parameter, to be compared with: `id = ${anyOf(ids)}`. The list is a query of its own, read once: a bare cast is made anew for each row that is scanned, and lets
 * the server expect a page for each id, so that it would rather scan the table than use its index.
 */
export function anyOf(ids: readonly string[]): SQL {
  return sql`any(array(select unnest(${`{${ids.join(',')}}`}::text::uuid[])))`
}

/** Whether a column of ids holds one of these: one parameter, where `inArray` has one for each. */
export function isAnyOf(column: Column, ids: readonly string[]): SQL {
  return sql`${column} = ${anyOf(ids)}`
}

/** These texts likewise. However many they are, the statement stays the same, so that its plan is kept. */
export function anyText(texts: readonly string[]): SQL {
  return sql`any(array(select jsonb_array_elements_text(${storableText(JSON.stringify(texts))}::jsonb)))`
}

/** Whether a column of text holds one of these. */
export function isAnyText(column: Column, texts: readonly string[]): SQL {
  return sql`${column} = ${anyText(texts)}`
}

/**
 * Whether a column is among what a query finds, looked up by the column's index: as an array, since a join of few rows with a large table is planned by how many rows the
 * table has rather than by how few are wanted.
 */
export function isFoundBy(column: Column, query: SQLWrapper): SQL {
  return sql`${column} = any(array(${query}))`
}

/** An event to be written with others. */
export interface NewEvent extends EventSubject {
  retailerId: string
  type: string
  /** Who did it, where that is not who does the work. */
  actor?: string
  data?: Record<string, unknown>
}

const eventColumns = {
  retailerId: 'uuid',
  id: 'uuid',
  type: 'text',
  orderId: 'uuid',
  purchaseOrderId: 'uuid',
  invoiceId: 'uuid',
  partnershipId: 'uuid',
  documentId: 'uuid',
  actor: 'text',
  data: 'jsonb',
} as const

/** Writes many lines of history in the work's transaction, by one statement. */
export async function recordEvents(work: Work, all: readonly NewEvent[]): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(event => ({
    orderId: null,
    purchaseOrderId: null,
    invoiceId: null,
    partnershipId: null,
    documentId: null,
    actor: work.actor,
    data: {},
    ...event,
    id: work.newId(),
  }))
  const insert = sql`
    insert into ${events}
      (retailer_id, id, type, order_id, purchase_order_id, invoice_id, partnership_id, document_id, actor, data, at)
    select v."retailerId", v.id, v.type, v."orderId", v."purchaseOrderId", v."invoiceId", v."partnershipId", v."documentId", v.actor, v.data,
      ${work.now.toISOString()}::timestamptz
    from ${recordset(eventColumns, rows)}`
  await insertEvents(work, insert)
}
