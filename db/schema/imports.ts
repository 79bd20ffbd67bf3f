import { sql } from 'drizzle-orm'
import { foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { blobs } from './journal.ts'
import { retailers } from './people.ts'

/** What can be imported in bulk. */
export const importKinds = ['orders', 'products'] as const
/** As what it comes. */
export const importFormats = ['json', 'csv'] as const
/** `waiting` until the first chunk is in; `done` when every item has its outcome; `failed` when it was given up before: what is in stays. */
export const importStatuses = ['waiting', 'running', 'done', 'failed'] as const

/** A file of many orders or products, taken in chunk by chunk: how far it is, and what became of its items. */
export const imports = pgTable(
  'imports',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    kind: text('kind', { enum: importKinds }).notNull(),
    format: text('format', { enum: importFormats }).notNull(),
    blobId: uuid('blob_id').notNull(),
    status: text('status', { enum: importStatuses }).notNull().default('waiting'),
    /** Items of the file. */
    total: integer('total').notNull(),
    /** Items that have their outcome: always the first so many. Each is created, changed, the same as before, or refused. */
    read: integer('read').notNull().default(0),
    created: integer('created').notNull().default(0),
    changed: integer('changed').notNull().default(0),
    same: integer('same').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    /** How often in a row a chunk could not be taken in. */
    failures: integer('failures').notNull().default(0),
    /** Why it was given up. */
    failure: text('failure'),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
    finishedAt: at('finished_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('imports_blob', [t.retailerId, t.blobId], blobs),
    oneOf('imports_kind', t.kind, importKinds),
    oneOf('imports_format', t.format, importFormats),
    oneOf('imports_status', t.status, importStatuses),
    must('imports_every_item', sql`${t.read} = ${t.created} + ${t.changed} + ${t.same} + ${t.refused}`),
    must('imports_failed_for_a_reason', sql`(${t.status} = 'failed') = (${t.failure} is not null)`),
    must('imports_done', sql`(${t.status} = 'done') = (${t.read} = ${t.total} and ${t.finishedAt} is not null)`),
  ],
)

/** An item of an import that was not taken, and why. */
export const importRefusals = pgTable(
  'import_refusals',
  {
    retailerId: retailerId(),
    importId: uuid('import_id').notNull(),
    /** Its place in the file, counted from 0. */
    position: integer('position').notNull(),
    /** Where a person finds it: the row of a CSV file as a spreadsheet counts; of JSON the place counted from 1. */
    row: integer('row').notNull(),
    /** The order's number or the product's SKU, where it has one. */
    reference: text('reference'),
    message: text('message').notNull(),
    /** By field: what is wrong with it. */
    fields: json<Record<string, string>>('fields').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.importId, t.position] }),
    foreignKey({
      name: 'import_refusals_import',
      columns: [t.retailerId, t.importId],
      foreignColumns: [imports.retailerId, imports.id],
    }),
  ],
)
