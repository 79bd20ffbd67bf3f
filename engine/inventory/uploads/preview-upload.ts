import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { feedRows, feedRuns } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import type { Outcome } from '../../outcome.ts'
import { type ApplyUpload, applyUpload } from './apply-upload.ts'

/** What applying an upload would do. */
export interface UploadPreview {
  outcome: Outcome
  run: typeof feedRuns.$inferSelect | undefined
  /** The first rows that would be left out, with their reasons; `position` is the row in the file, of products the place of the product. */
  rejected: (typeof feedRows.$inferSelect)[]
}

/** So many rows are told. */
const told = 200

/** Ends the unit of work that was only tried. */
class Tried extends Error {
  readonly preview: UploadPreview

  constructor(preview: UploadPreview) {
    super('Only tried.')
    this.preview = preview
  }
}

/** Tries an upload on all its rows and takes everything back: what is shown is what applying it would do. Throws as {@link applyUpload}. */
export async function previewUpload(
  hub: Pick<HubDatabase, 'work'>,
  actor: string,
  command: Omit<ApplyUpload, 'keep'>,
): Promise<UploadPreview> {
  try {
    return await hub.work(actor, async work => {
      const outcome = await applyUpload(work, { ...command, keep: false })
      throw new Tried(await seen(work, command.retailerId, outcome))
    })
  } catch (error) {
    if (error instanceof Tried) return error.preview
    throw error
  }
}

async function seen(work: Work, retailerId: string, outcome: Outcome): Promise<UploadPreview> {
  if (!outcome.id) return { outcome, run: undefined, rejected: [] }
  const [run] = await work.tx
    .select()
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, outcome.id)))
  const rejected = await work.tx
    .select()
    .from(feedRows)
    .where(and(eq(feedRows.retailerId, retailerId), eq(feedRows.feedRunId, outcome.id), isNotNull(feedRows.reason)))
    .orderBy(asc(feedRows.position))
    .limit(told)
  return { outcome, run, rejected }
}
