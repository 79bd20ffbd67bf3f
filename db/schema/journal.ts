import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, beginning, bytes, createdAt, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { transports } from './partnerships.ts'
import { retailers } from './people.ts'
import { purchaseOrders } from './purchase-orders.ts'

/** Exact bytes, stored once per retailer and content, in chunks of 1 MiB. */
export const blobs = pgTable(
  'blobs',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** Hex; absent while the bytes are still coming in. */
    sha256: text('sha256'),
    size: bigint('size', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    uniqueIndex('blobs_content').on(t.retailerId, t.sha256).where(sql`${t.sha256} is not null`),
    must('blobs_size', sql`${t.size} >= 0`),
  ],
)

export const blobChunks = pgTable(
  'blob_chunks',
  {
    retailerId: retailerId(),
    blobId: uuid('blob_id').notNull(),
    sequence: integer('sequence').notNull(),
    encoding: text('encoding', { enum: ['plain', 'deflate'] }).notNull(),
    bytes: bytes('bytes').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.blobId, t.sequence] }),
    within('blob_chunks_blob', [t.retailerId, t.blobId], blobs),
    oneOf('blob_chunks_encoding', t.encoding, ['plain', 'deflate']),
  ],
)

export const inboundStatuses = ['received', 'processed', 'partly-processed', 'rejected', 'duplicate'] as const
export const outboundStatuses = ['queued', 'sent', 'confirmed', 'retrying', 'failed'] as const
export type InboundStatus = (typeof inboundStatuses)[number]
export type OutboundStatus = (typeof outboundStatuses)[number]

/** One message on the wire, in or out. What happened to it says nothing of what happened to the order. */
export const messages = pgTable(
  'messages',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    partnershipId: uuid('partnership_id'),
    transport: text('transport', { enum: transports }).notNull(),
    /** Who sent it, as the wire names them: part of the natural key of an inbound message. */
    origin: text('origin').notNull().default(''),
    /** The wire's own id (AS2 or mail Message-ID, SFTP path and content): the same again is a repeat. */
    wireId: text('wire_id').notNull(),
    fileName: text('file_name'),
    contentType: text('content_type'),
    blobId: uuid('blob_id').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    status: text('status', { enum: [...inboundStatuses, ...outboundStatuses] }).notNull(),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    attempts: integer('attempts').notNull().default(0),
    /** What the partner or we gave as proof of receipt (an MDN): kept as evidence and given again on a repeat. */
    receiptBlobId: uuid('receipt_blob_id'),
    /** What else belongs to the proof, as its transport needs it to give it again. */
    receiptDetail: json<unknown>('receipt_detail'),
    repeats: integer('repeats').notNull().default(0),
    createdAt: createdAt(),
    sentAt: at('sent_at'),
    confirmedAt: at('confirmed_at'),
    processedAt: at('processed_at'),
    /** Put away by the partner: out of its outbound folder. */
    archivedAt: at('archived_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    uniqueIndex('messages_received_once')
      .on(t.retailerId, t.transport, t.origin, t.wireId)
      .where(sql`${t.direction} = 'in'`),
    within('messages_blob', [t.retailerId, t.blobId], blobs),
    within('messages_receipt', [t.retailerId, t.receiptBlobId], blobs),
    index('messages_by_status').on(t.retailerId, t.direction, t.status, t.id),
    index('messages_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    index('messages_latest').on(t.retailerId, t.partnershipId, t.direction, t.createdAt),
    index('messages_by_wire_id').on(t.retailerId, t.wireId),
    index('messages_by_file').on(t.retailerId, beginning(t.fileName)),
    must(
      'messages_status',
      sql`(${t.direction} = 'in' and ${t.status} in (${sql.raw(inboundStatuses.map(s => `'${s}'`).join(', '))})) or (${t.direction} = 'out' and ${t.status} in (${sql.raw(outboundStatuses.map(s => `'${s}'`).join(', '))}))`,
    ),
    must('messages_failed_for_a_reason', sql`${t.status} <> 'failed' or ${t.failureCode} is not null`),
    oneOf('messages_transport', t.transport, transports),
  ],
)

/** A message's timeline. Only ever added to. */
export const messageEvents = pgTable(
  'message_events',
  {
    retailerId: retailerId(),
    id: id(),
    messageId: uuid('message_id').notNull(),
    kind: text('kind').notNull(),
    detail: json<Record<string, unknown>>('detail').notNull().default({}),
    at: at('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('message_events_message', [t.retailerId, t.messageId], messages),
    index('message_events_by_message').on(t.retailerId, t.messageId, t.id),
  ],
)

export const documentStatuses = [
  'received',
  'applied',
  'duplicate',
  'rejected',
  'test',
  'queued',
  'rendered',
  'acknowledged',
  'refused',
] as const
export type DocumentStatus = (typeof documentStatuses)[number]

/**
 * One business document. Inbound: received → applied | duplicate | rejected, or test: read and answered, never applied. Outbound: queued → rendered (its bytes stand in a message)
 * → acknowledged | refused by the partner's functional acknowledgment.
 */
export const documents = pgTable(
  'documents',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    kind: text('kind').notNull(),
    number: text('number').notNull(),
    partnershipId: uuid('partnership_id'),
    messageId: uuid('message_id'),
    purchaseOrderId: uuid('purchase_order_id'),
    /** Outbound: what makes it this document and no other, so that making it twice makes it once. */
    key: text('key'),
    /** Where it stands in its message: control numbers of an interchange, or a file's row. */
    interchangeNumber: text('interchange_number'),
    groupNumber: text('group_number'),
    setNumber: text('set_number'),
    functionalId: text('functional_id'),
    /** Position in the message, from 1. */
    position: integer('position').notNull().default(1),
    status: text('status', { enum: documentStatuses }).notNull(),
    content: json<unknown>('content'),
    issues: json<unknown[]>('issues').notNull().default([]),
    createdAt: createdAt(),
    settledAt: at('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('documents_message', [t.retailerId, t.messageId], messages),
    within('documents_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    unique('documents_key').on(t.retailerId, t.key),
    uniqueIndex('documents_position').on(t.retailerId, t.messageId, t.position).where(sql`${t.direction} = 'in'`),
    index('documents_by_number').on(t.retailerId, t.kind, t.number),
    /** For people, who search by any number that stands in a document or around it. */
    index('documents_search').on(t.retailerId, beginning(t.number)),
    index('documents_by_control_number').on(t.retailerId, t.interchangeNumber),
    index('documents_by_group_number').on(t.retailerId, t.groupNumber),
    index('documents_by_message').on(t.retailerId, t.messageId, t.position),
    index('documents_rejected').on(t.retailerId, t.messageId).where(sql`${t.status} = 'rejected'`),
    index('documents_by_group').on(t.retailerId, t.partnershipId, t.direction, t.functionalId, t.groupNumber),
    index('documents_by_interchange')
      .on(t.retailerId, t.partnershipId, t.interchangeNumber)
      .where(sql`${t.direction} = 'out'`),
    index('documents_by_order').on(t.retailerId, t.purchaseOrderId),
    must(
      'documents_status',
      sql`(${t.direction} = 'in' and ${t.status} in ('received', 'applied', 'duplicate', 'rejected', 'test')) or (${t.direction} = 'out' and ${t.status} in ('queued', 'rendered', 'acknowledged', 'refused'))`,
    ),
    must('documents_out_has_key', sql`${t.direction} = 'in' or ${t.key} is not null`),
  ],
)

/** Interchanges received from a partner: the same control number again is a duplicate. */
export const interchanges = pgTable(
  'interchanges',
  {
    retailerId: retailerId(),
    partnershipId: uuid('partnership_id').notNull(),
    controlNumber: text('control_number').notNull(),
    /** The interchange's date and time tell a wrapped-around number from a repeat. */
    stamp: text('stamp').notNull(),
    messageId: uuid('message_id').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.partnershipId, t.controlNumber, t.stamp] }),
    within('interchanges_message', [t.retailerId, t.messageId], messages),
  ],
)
