import { and, eq, sql } from 'drizzle-orm'
import { feedRuns, partnerships, sources } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { type CsvLayout, type FeedLine, FeedReader } from '../../translators/csv/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { applied, businessIssue, type Outcome, rejected } from '../outcome.ts'
import { noteTold } from './feed-health.ts'
import { feedSettingsOf } from './feed-settings.ts'
import { type EarlierRun, type FileInput, fingerprintOf, runInEffect, setBack } from './fingerprint.ts'
import { finishRun, recordApplied, type StagedRun } from './finish-run.ts'
import { changedStock, itemsChanged } from './items-changed.ts'
import { Repeats } from './repeats.ts'
import { type FeedRun, markRepeatedRows, openStaging, stagedText, stageText } from './stage-feed.ts'
import { stagedRow } from './staged-row.ts'
import { withStatusWords } from './status-words.ts'

/** A feed's file, wherever it lies. */
export interface FeedFile {
  /** Of the exact bytes, hex. */
  sha256: string
  /** Octets. */
  size: number
  pieces: AsyncIterable<Uint8Array>
}

export interface ApplyFeedFile {
  retailerId: string
  partnershipId: string
  /** The document that stands for the file: applied again it changes nothing. */
  documentId: string
  layout: CsvLayout
  file: FeedFile
  /** Rows that are known not to count before they are read, by their place in the file: what a spreadsheet has spoilt. */
  faults?: ReadonlyMap<number, Issue>
  /** Told as the file is read; what it does is not part of the work. */
  onProgress?: (progress: { feedRunId: string; octets: number; rows: number }) => Promise<void>
}

/** Writes down that a file has come whose feed is to be applied: seen from now on, and how far it has got. */
export async function startFeedFile(
  work: Work,
  start: {
    retailerId: string
    partnershipId: string
    documentId: string
    fileName: string | null
    size: number
    /** Where a person said what the file is; otherwise the file says it. */
    scope?: 'full' | 'delta' | undefined
  },
): Promise<boolean> {
  const { retailerId, partnershipId, documentId, fileName, size, scope } = start
  const [source] = await work.tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
  if (!source) return false
  await work.tx.insert(feedRuns).values({
    retailerId,
    id: work.newId(),
    sourceId: source.id,
    documentId,
    kind: 'inventory',
    scope: scope ?? 'full',
    scopeSaid: scope !== undefined,
    status: 'received',
    fileName,
    fileSize: size,
    startedAt: work.now,
  })
  return true
}

/**
 * Applies a stock feed from its file, of any size, with memory for one piece of it. The same file again, with nothing else changed, is not read
 * at all: only what has moved since is set back to the source's word. Otherwise as `applyInventory`.
 */
export async function applyFeedFile(work: Work, command: ApplyFeedFile): Promise<Outcome> {
  const { retailerId, partnershipId, documentId, file } = command
  const [found] = await work.tx
    .select({ run: feedRuns, settings: partnerships.settings })
    .from(feedRuns)
    .innerJoin(partnerships, and(eq(partnerships.retailerId, feedRuns.retailerId), eq(partnerships.id, partnershipId)))
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.documentId, documentId)))
  if (!found) return rejected(businessIssue('unknown-source', 'This partner is no source of goods.', 'supplier'))
  const { id: feedRunId, sourceId, status } = found.run
  if (status !== 'received') return { result: 'duplicate', issues: [], id: feedRunId }
  await lockKey(work.tx, `inventory:${sourceId}`)
  const settings = feedSettingsOf(found.settings)
  const scope = found.run.scopeSaid ? found.run.scope : undefined
  const input: FileInput = { sha256: file.sha256, layout: command.layout, scope, settings }
  const run: FeedRun = { retailerId, feedRunId, sourceId, scope: found.run.scope }
  const staged: StagedRun = { run, partnershipId, documentId, settings, rowsRead: 0 }
  const before = await runInEffect(work, run)
  if (before?.fingerprint && before.fingerprint === (await fingerprintOf(work, run, input)))
    return await takeAgain(work, { ...staged, run: { ...run, scope: before.scope } }, before, file.size)
  const read = await stageFile(work, { ...command, layout: withStatusWords(command.layout, settings.statusWords) }, run)
  if (read.refusal || read.rows === 0) return await refuseFile(work, run, read.refusal ?? noRows)
  const { counts, ...outcome } = await finishRun(work, {
    ...staged,
    run: { ...run, scope: scope ?? read.scope },
    rowsRead: read.rows,
    cutOff: read.cutOff,
  })
  // What the run itself changed in the catalogue belongs to the state that the same file would find.
  const fingerprint = counts ? await fingerprintOf(work, run, input) : null
  await work.tx.update(feedRuns).set({ fingerprint, fileRead: file.size }).where(ofRun(run))
  return { ...outcome, issues: [...read.issues, ...outcome.issues] }
}

const ofRun = ({ retailerId, feedRunId }: FeedRun) =>
  and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId))

const noRows: Issue = businessIssue('no-lines', 'The feed has no rows.', 'lines')

/** What was read of a file. */
interface ReadFile {
  rows: number
  scope: FeedRun['scope']
  issues: Issue[]
  refusal: Issue | undefined
  cutOff: Issue | undefined
}

/** Reads the file into the staging table: while the database takes one piece, the next one is read. */
async function stageFile(
  work: Work,
  { layout, file, faults, onProgress }: ApplyFeedFile,
  run: FeedRun,
): Promise<ReadFile> {
  await openStaging(work)
  const reader = new FeedReader(layout)
  const repeats = new Repeats()
  let rows = 0
  let octets = 0
  let staging: Promise<void> = Promise.resolve()
  const stage = async (lines: readonly FeedLine[]) => {
    rows += lines.length
    const text = stagedText(
      lines.map(line => stagedRow(line, faults?.get(line.row))),
      names => repeats.add(names),
    )
    await staging
    staging = stageText(work, text)
    // Waited for at the next piece; until then a failure has nobody to hear of it.
    staging.catch(() => undefined)
  }
  for await (const piece of file.pieces) {
    await stage(reader.push(piece))
    octets += piece.length
    await onProgress?.({ feedRunId: run.feedRunId, octets, rows })
  }
  await stage(reader.end())
  await staging
  if (repeats.any) await markRepeatedRows(work)
  const scope = reader.whole.scope === 'delta' ? 'delta' : 'full'
  const { issues, refusal, cutOff } = reader
  return { rows, scope, issues, refusal, cutOff }
}

async function refuseFile(work: Work, run: FeedRun, issue: Issue): Promise<Outcome> {
  await work.tx
    .update(feedRuns)
    .set({ status: 'failed', reasons: { [issue.code]: 1 }, finishedAt: work.now })
    .where(ofRun(run))
  return { ...rejected({ ...issue, severity: 'error' }), id: run.feedRunId }
}

/** The same file again: it says of every item what it said before. */
async function takeAgain(work: Work, staged: StagedRun, before: EarlierRun, size: number): Promise<Outcome> {
  const { run, settings } = staged
  const changed = await setBack(work, run)
  const { rowsRead, rowsRejected, reasons, fingerprint } = before
  await work.tx
    .update(feedRuns)
    .set({
      status: 'applied',
      scope: run.scope,
      rowsRead,
      rowsRejected,
      reasons,
      rowsChanged: changed,
      rowsUnchanged: sql`greatest(0, ${rowsRead - rowsRejected - changed}::int)`,
      fingerprint,
      sameAs: before.sameAs ?? before.id,
      fileRead: size,
      finishedAt: work.now,
    })
    .where(ofRun(run))
  await noteTold(work, run, settings)
  if (changed > 0) await itemsChanged(work, run.retailerId, changedStock(run))
  await recordApplied(work, { ...staged, rowsRead }, { changed, zeroed: 0, rejected: rowsRejected })
  return applied(run.feedRunId)
}
