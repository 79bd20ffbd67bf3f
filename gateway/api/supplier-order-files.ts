import { and, asc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { messages } from '../../db/schema/index.ts'
import { isAnyOf } from '../../engine/records.ts'
import { writeCsv } from '../../translators/csv/index.ts'
import type { PurchaseOrder } from '../../translators/documents/index.ts'
import { layoutFor } from '../formats/csv-layouts.ts'
import type { ApiFile, SupplierTenant } from './endpoint.ts'

interface WrittenOrder {
  number: string
  document: PurchaseOrder
  messageId: string | null
}

/** A supplier's purchase orders as one file of this media type. Throws `not-acceptable` for X12 where they did not leave in it. */
export async function suppliersOrdersAs(
  contentType: string,
  orm: Orm,
  tenant: SupplierTenant,
  orders: readonly WrittenOrder[],
): Promise<ApiFile> {
  const name = orders.length === 1 ? `purchase-order-${orders[0]!.number}` : 'purchase-orders'
  return contentType === 'text/csv'
    ? { bytes: await asCsv(orm, tenant, orders), fileName: `${name}.csv`, contentType: 'text/csv; charset=utf-8' }
    : { bytes: await asX12(orm, tenant, orders), fileName: `${name}.edi`, contentType }
}

async function asCsv(orm: Orm, tenant: SupplierTenant, orders: readonly WrittenOrder[]): Promise<Uint8Array> {
  const layout = await layoutFor({ tx: orm }, tenant, 'purchase-order')
  const documents = orders.map(({ document }) => document)
  return writeCsv(documents, layout!).bytes
}

/** X12 is never written for a question: control numbers name what left, and its 997 names them. Interchanges stand one after the other. */
async function asX12(orm: Orm, { retailerId }: SupplierTenant, orders: readonly WrittenOrder[]): Promise<Uint8Array> {
  const ids = [...new Set(orders.flatMap(({ messageId }) => messageId ?? []))]
  const rows = await orm
    .select({ id: messages.id, blobId: messages.blobId, contentType: messages.contentType })
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), isAnyOf(messages.id, ids)))
    .orderBy(asc(messages.id))
  const written = orders.every(({ messageId }) => messageId !== null)
  if (!written || rows.some(({ contentType }) => contentType !== 'application/edi-x12')) {
    throw new ApplicationError('not-acceptable', 'Your channel does not speak X12: ask for JSON or CSV.')
  }
  const parts: Uint8Array[] = []
  for (const { blobId } of rows) parts.push(await readBlob(orm, retailerId, blobId))
  return Buffer.concat(parts)
}
