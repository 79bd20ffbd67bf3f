import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { feedRuns } from './catalogue.ts'
import { createdAt, id, json, oneOf, retailerId, within } from './columns.ts'
import { blobs, documents } from './journal.ts'
import { partnerships } from './partnerships.ts'

const feedKinds = ['inventory', 'product'] as const

/** A feed's file that a person gave: its columns are matched and its effect is looked at before it is applied. */
export const feedUploads = pgTable(
  'feed_uploads',
  {
    retailerId: retailerId(),
    id: id(),
    partnershipId: uuid('partnership_id').notNull(),
    kind: text('kind', { enum: feedKinds }).notNull(),
    fileName: text('file_name').notNull(),
    blobId: uuid('blob_id').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    /** What stands for the file once it is applied; a file is applied once. */
    documentId: uuid('document_id'),
    /** How it is to be applied, from when somebody said so until it is applied or refused. `actor`: who said so. */
    queued: json<{ layout: unknown; scope: 'full' | 'delta'; keep: boolean; actor: string } | null>('queued'),
    /** How far applying it has got. */
    octetsRead: bigint('octets_read', { mode: 'number' }).notNull().default(0),
    rowsRead: integer('rows_read').notNull().default(0),
    /** The run that it became. */
    feedRunId: uuid('feed_run_id'),
    /** Why it was refused as a whole the last time. */
    refusal: text('refusal'),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('feed_uploads_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('feed_uploads_blob', [t.retailerId, t.blobId], blobs),
    within('feed_uploads_document', [t.retailerId, t.documentId], documents),
    within('feed_uploads_run', [t.retailerId, t.feedRunId], feedRuns),
    unique('feed_uploads_once').on(t.retailerId, t.documentId),
    index('feed_uploads_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    oneOf('feed_uploads_kind', t.kind, feedKinds),
  ],
)
