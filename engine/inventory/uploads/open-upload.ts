import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { readBlob } from '../../../db/blobs.ts'
import type { Orm } from '../../../db/connection.ts'
import { feedUploads } from '../../../db/schema/index.ts'
import { publishedMaps } from '../../../partners/maps/published.ts'
import {
  type CsvLayout,
  csvLayout,
  detectCsv,
  type FeedKind,
  guessColumns,
  notATable,
  type SniffedTable,
  sniffTable,
  unclearQuantity,
  withoutNames,
} from '../../../translators/csv/index.ts'
import type { Issue } from '../../../translators/issue.ts'
import { feedSheetAsCsv, isXlsx } from '../../../translators/xlsx/index.ts'

/** A kept upload, and what its file shows of itself. */
export interface OpenUpload {
  upload: typeof feedUploads.$inferSelect
  bytes: Uint8Array
  kind: FeedKind
  isWorkbook: boolean
  /** How the file is written and its upper rows; or why it is no table. */
  table: SniffedTable | undefined
  refusal: Issue | undefined
  /** What was kept for this supplier's files of this kind before. */
  kept: CsvLayout | undefined
}

interface WhichUpload {
  retailerId: string
  uploadId: string
  /** Only where it is this partnership's. */
  partnershipId?: string
}

/** An upload, how far applying it has got, and what it became. Throws `not-found`. */
export async function uploadOf(
  orm: Orm,
  { retailerId, uploadId, partnershipId }: WhichUpload,
): Promise<OpenUpload['upload']> {
  const [upload] = await orm
    .select()
    .from(feedUploads)
    .where(
      and(
        eq(feedUploads.retailerId, retailerId),
        eq(feedUploads.id, uploadId),
        partnershipId ? eq(feedUploads.partnershipId, partnershipId) : undefined,
      ),
    )
  if (!upload) throw new ApplicationError('not-found', 'There is no such file.')
  return upload
}

/** Opens one of a partnership's uploads. Throws `not-found`. */
export async function openUpload(orm: Orm, which: WhichUpload): Promise<OpenUpload> {
  const { retailerId } = which
  const upload = await uploadOf(orm, which)
  const bytes = await readBlob(orm, retailerId, upload.blobId)
  const kind = upload.kind === 'product' ? 'product-catalog' : 'inventory-advice'
  const kept = await keptLayout(orm, retailerId, upload.partnershipId, kind)
  return { upload, bytes, kind, kept, ...(await tableIn(bytes, kind)) }
}

async function tableIn(
  bytes: Uint8Array,
  kind: FeedKind,
): Promise<Pick<OpenUpload, 'isWorkbook' | 'table' | 'refusal'>> {
  const isWorkbook = isXlsx(bytes)
  const other = isWorkbook ? undefined : notATable(bytes)
  if (other) return { isWorkbook, table: undefined, refusal: other }
  const csv = isWorkbook ? await feedSheetAsCsv(bytes, kind) : bytes
  if ('code' in csv) return { isWorkbook, table: undefined, refusal: csv }
  const table = sniffTable(csv)
  const refusal = table ? withoutNames(table) : noTable
  return { isWorkbook, table: refusal ? undefined : table, refusal }
}

const noTable: Issue = {
  severity: 'error',
  code: 'empty-file',
  message: 'The file holds no rows. A CSV, TSV or XLSX file with a row of column names is expected.',
  at: {},
}

/** The layout that was kept for a supplier's feeds of one kind. */
export async function keptLayout(
  orm: Orm,
  retailerId: string,
  partnershipId: string,
  kind: FeedKind,
): Promise<CsvLayout | undefined> {
  const maps = await publishedMaps(orm, retailerId, partnershipId, 'csv')
  const parsed = csvLayout.safeParse(maps.get(kind))
  return parsed.success ? parsed.data : undefined
}

/**
 * The layout by which a file can be read without anybody matching its columns: the supplier's own, if its header fits; the default one, if
 * the supplier has none and the file is written plainly, with quantities that can be read one way only.
 */
export function knownLayout({ kind, kept, table, isWorkbook, bytes }: OpenUpload, fallback: CsvLayout) {
  if (isWorkbook || !table) return undefined
  if (kept) return detectCsv(bytes, [kept])
  if (table.decimalMark !== '.' || detectCsv(bytes, [fallback])?.kind !== kind) return undefined
  if (unclearQuantity(table, guessColumns(table, kind))) return undefined
  return table.unclear ? { ...fallback, unclearMarks: table.unclear } : fallback
}
