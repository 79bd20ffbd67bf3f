import { and, desc, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { events, exceptions, feedUploads, imports, messages } from '../../db/schema/index.ts'
import { loadFile } from '../../engine/files/prepared-files.ts'
import { loadReplay, type ReplayProgress } from '../../engine/messages/replay.ts'

/** Something that goes on while people look: one piece of long work, or whatever happens at a retailer. */
export interface Topic {
  kind: TopicKind
  retailerId: string
  /** The piece of work; for what is the whole retailer's, the retailer itself. */
  id: string
  /** A supplier follows its own work only. */
  partnershipId?: string
}

/** How something stands. `version`: the same text as long as nothing has changed. */
export interface Standing {
  version: string
  /** Nothing more will change. */
  ended: boolean
}

interface TopicReader {
  /** Seconds between two looks. */
  pace: number
  /** Undefined where there is no such thing, or where it is somebody else's. */
  read: (orm: Orm, topic: Topic) => Promise<Standing | undefined>
}

/** The newest row of a table, found by its key: ids sort by time. */
function newestOf(table: typeof events | typeof messages | typeof exceptions): TopicReader {
  return {
    pace: 3,
    read: async (orm, { retailerId }) => {
      const [row] = await orm
        .select({ id: table.id })
        .from(table)
        .where(eq(table.retailerId, retailerId))
        .orderBy(desc(table.id))
        .limit(1)
      return { version: row?.id ?? '', ended: false }
    },
  }
}

/** What can be followed, and how it is looked at: a new kind is an entry here. */
const readers = {
  events: newestOf(events),
  messages: newestOf(messages),
  exceptions: newestOf(exceptions),
  upload: {
    pace: 1,
    read: async (orm, { retailerId, id, partnershipId }) => {
      const [row] = await orm
        .select({ octets: feedUploads.octetsRead, rows: feedUploads.rowsRead, queued: feedUploads.queued })
        .from(feedUploads)
        .where(
          and(
            eq(feedUploads.retailerId, retailerId),
            eq(feedUploads.id, id),
            partnershipId ? eq(feedUploads.partnershipId, partnershipId) : undefined,
          ),
        )
      return row && { version: uploadVersion(row), ended: !row.queued }
    },
  },
  import: {
    pace: 1,
    read: async (orm, { retailerId, id }) => {
      const [row] = await orm
        .select({ status: imports.status, read: imports.read })
        .from(imports)
        .where(and(eq(imports.retailerId, retailerId), eq(imports.id, id)))
      return row && { version: `${row.status}-${row.read}`, ended: row.status === 'done' || row.status === 'failed' }
    },
  },
  file: {
    pace: 1,
    read: async (orm, { retailerId, id }) => {
      const file = await loadFile(orm, { retailerId, fileId: id })
      return file && { version: fileVersion(file), ended: file.endedAt !== null }
    },
  },
  replay: {
    pace: 1,
    read: async (orm, { retailerId, id }) => {
      const replay = await loadReplay(orm, { retailerId, replayId: id })
      return replay && { version: replayVersion(replay), ended: replay.endedAt !== null }
    },
  },
} satisfies Record<string, TopicReader>

export type TopicKind = keyof typeof readers

/** How far applying an upload has got, as a version. */
export const uploadVersion = (upload: { octets: number; rows: number }) => `${upload.octets}-${upload.rows}`

/** How far a file has got, as a version. */
export const fileVersion = ({ rows }: { rows: number }) => String(rows)

/** How far a replay has got, as a version. */
export const replayVersion = ({ done, refused }: ReplayProgress) => `${done}-${refused}`

/** Seconds between two looks at a topic. */
export const paceOf = ({ kind }: Topic): number => readers[kind].pace

/** How what is a whole retailer's stands: a page that is to be told of what comes says so with its list. */
export async function latestOf(orm: Orm, kind: 'messages' | 'exceptions', retailerId: string): Promise<string> {
  return (await standingOf(orm, { kind, retailerId, id: retailerId }))?.version ?? ''
}

/** How a topic stands now; undefined where there is no such thing. */
export async function standingOf(orm: Orm, topic: Topic): Promise<Standing | undefined> {
  return await readers[topic.kind].read(orm, topic)
}
