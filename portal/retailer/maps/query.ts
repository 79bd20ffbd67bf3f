import { and, asc, desc, eq, ne } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { partnerMaps, partnerships, suppliers } from '../../../db/schema/index.ts'
import { isDocumentKind } from '../../../partners/maps/validate.ts'
import { type CsvKind, defaultLayouts } from '../../../translators/csv/index.ts'
import { type DocumentKind, documentKinds } from '../../../translators/documents/index.ts'
import { transactionSetFor } from '../../../translators/x12/index.ts'
import { inWords } from '../texts.ts'

const columns = {
  id: partnerMaps.id,
  format: partnerMaps.format,
  kind: partnerMaps.documentKind,
  version: partnerMaps.version,
  status: partnerMaps.status,
  basedOn: partnerMaps.basedOn,
  createdBy: partnerMaps.createdBy,
  createdAt: partnerMaps.createdAt,
  changedAt: partnerMaps.changedAt,
  publishedBy: partnerMaps.publishedBy,
  publishedAt: partnerMaps.publishedAt,
  reason: partnerMaps.reason,
  retiredAt: partnerMaps.retiredAt,
}

/** Every version of every map of a partner, without what it says: map by map, the newest version first. */
export async function listVersions(orm: Orm, retailerId: string, partnershipId: string) {
  return await orm
    .select(columns)
    .from(partnerMaps)
    .where(and(eq(partnerMaps.retailerId, retailerId), eq(partnerMaps.partnershipId, partnershipId)))
    .orderBy(desc(partnerMaps.format), asc(partnerMaps.documentKind), desc(partnerMaps.version))
}

export type ListedVersion = Awaited<ReturnType<typeof listVersions>>[number]

/** The maps in use with other partners: any may be the beginning of a new one. */
export async function mapsElsewhere(orm: Orm, retailerId: string, partnershipId: string) {
  return await orm
    .select({
      id: partnerMaps.id,
      format: partnerMaps.format,
      kind: partnerMaps.documentKind,
      version: partnerMaps.version,
      partner: suppliers.name,
    })
    .from(partnerMaps)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, partnerMaps.retailerId), eq(partnerships.id, partnerMaps.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(
      and(
        eq(partnerMaps.retailerId, retailerId),
        ne(partnerMaps.partnershipId, partnershipId),
        eq(partnerMaps.status, 'published'),
      ),
    )
    .orderBy(asc(partnerMaps.documentKind), asc(suppliers.name))
    .limit(500)
}

export type MapElsewhere = Awaited<ReturnType<typeof mapsElsewhere>>[number]

/** How a map is called: `850 Purchase order`, `CSV Invoice`. */
export function mapName(format: string, kind: string): string {
  const set = format === 'x12' && isDocumentKind(kind) ? transactionSetFor(kind).set : format.toUpperCase()
  return `${set} ${inWords(kind)}`
}

/** Every map that a partner may have, as `x12:invoice`. */
export const possibleMaps: readonly { value: string; word: string }[] = [
  ...documentKinds.map(kind => ({ value: `x12:${kind}`, word: `X12 ${mapName('x12', kind)}` })),
  ...(Object.keys(defaultLayouts) as CsvKind[]).map(kind => ({ value: `csv:${kind}`, word: mapName('csv', kind) })),
]

/** The map that a choice among {@link possibleMaps} means. */
export function chosenMap(
  choice: string | undefined,
): { format: 'x12' | 'csv'; documentKind: DocumentKind } | undefined {
  if (!possibleMaps.some(({ value }) => value === choice)) return undefined
  const [format, kind] = choice!.split(':')
  return { format: format as 'x12' | 'csv', documentKind: kind as DocumentKind }
}
