import { z } from 'zod'
import { fetchSchedule } from '../../../partners/feeds/schedule.ts'

/** An absolute or home-relative folder on the partner's server; `.` is where the login starts. */
const remoteFolder = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\r\n\0]*$/, 'expected a path on one line')

/** The ending of a marker file's name, e.g. `.done`. */
const suffix = z.string().regex(/^[A-Za-z0-9._-]{1,32}$/)

/** How files are put: under a temporary name first, then renamed. */
export const putSettings = z.object({
  folder: remoteFolder.default('.'),
  /**
   * Variables: `{fileName}`, `{baseName}`, `{extension}` (without the dot), `{messageId}`, and of the time at which the message was made, in UTC,
   * `{yyyy}` `{MM}` `{dd}` `{HH}` `{mm}` `{ss}`. The result must differ from message to message.
   */
  namePattern: z.string().min(1).max(200).default('{fileName}'),
  /** Appended while the upload is under way; empty for a server that lets nothing be renamed. */
  temporarySuffix: z.union([suffix, z.literal('')]).default('.tmp'),
  /** Where set, an empty file of the same name and this ending follows, to say that the file is complete. */
  doneMarker: suffix.optional(),
})
export type PutSettings = z.infer<typeof putSettings>

/** How files are polled. */
export const pollSettings = z.object({
  folder: remoteFolder.default('.'),
  /**
   * `*` stands for any text, `?` for one character. `{yyyy}` `{MM}` `{dd}` stand for the day: yesterday's, today's and tomorrow's in UTC are taken, so that no zone
   * and no late file is missed. `{HH}` `{mm}` `{ss}` stand for any two digits.
   */
  pattern: z.string().min(1).max(200).default('*'),
  /** What happens with a file once it is in the journal. `leave` is for servers that let nothing be changed. */
  after: z
    .discriminatedUnion('do', [
      z.object({ do: z.literal('delete') }),
      z.object({ do: z.literal('move'), folder: remoteFolder }),
      z.object({ do: z.literal('leave') }),
    ])
    .default({ do: 'delete' }),
  /** Where set, a file is taken only once an accompanying file with this ending lies there. Otherwise once two polls saw it unchanged. */
  doneMarker: suffix.optional(),
  /** Files larger than this many bytes are reported and left alone. */
  largestFile: z
    .int()
    .positive()
    .default(100 * 1024 * 1024),
  /** Files taken in one poll; the rest waits for the next. */
  filesAtOnce: z.int().positive().max(10_000).default(500),
  /** When a channel's folder is polled; every five minutes where nothing is said. A feed has its schedule beside its settings. */
  schedule: fetchSchedule.optional(),
})
export type PollSettings = z.infer<typeof pollSettings>
