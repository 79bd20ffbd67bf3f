import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { retailers } from './people.ts'

/** Where something is fetched from. `channel`: what the partnership's own channel says of polling; the row's id is the channel's. */
export const fetchKinds = ['channel', 'sftp', 'ftp', 'http', 'imap'] as const

/** A place that is looked into by schedule, and how the last look went. `secrets` is encrypted at rest. */
export const fetchSources = pgTable(
  'fetch_sources',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** Absent for a mailbox of the retailer's own, in which partners are told apart by their addresses. */
    partnershipId: uuid('partnership_id'),
    name: text('name').notNull(),
    kind: text('kind', { enum: fetchKinds }).notNull(),
    settings: json<Record<string, unknown>>('settings').notNull().default({}),
    secrets: text('secrets'),
    schedule: json<Record<string, unknown>>('schedule').notNull(),
    active: boolean('active').notNull().default(true),
    createdAt: createdAt(),
    /** What a look leaves for the next: files seen, ETag, the last mail taken. Losing it costs a delay, never a message twice. */
    memory: json<unknown>('memory').notNull().default({}),
    dueAt: at('due_at').notNull(),
    /** Somebody has it in hand until then; later than that, whoever had it is gone. */
    claimedUntil: at('claimed_until'),
    triedAt: at('tried_at'),
    succeededAt: at('succeeded_at'),
    /** Messages that came in at the last look that worked. */
    received: integer('received').notNull().default(0),
    /** Looks in a row that have failed, and why the last did. */
    failures: integer('failures').notNull().default(0),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    /** Single files that could not be taken at the last look: `[{ path, code, detail }]`. */
    problems: json<{ path: string; code: string; detail: string }[]>('problems').notNull().default([]),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('fetch_sources_partnership', [t.retailerId, t.partnershipId], partnerships),
    index('fetch_sources_due').on(t.retailerId, t.dueAt),
    oneOf('fetch_sources_kind', t.kind, fetchKinds),
    must('fetch_sources_failed', sql`(${t.failures} = 0) = (${t.failureCode} is null)`),
  ],
)
