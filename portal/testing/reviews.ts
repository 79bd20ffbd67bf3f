import { readFileSync } from 'node:fs'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { documents, messages } from '../../db/schema/index.ts'
import { askForReview } from '../../engine/invoices/review/ask.ts'
import { knownFor } from '../../engine/invoices/review/known-orders.ts'
import { readInvoice } from '../../translators/pdf/invoice/index.ts'
import { readPdfText } from '../../translators/pdf/text/index.ts'

/** A PDF of `fixtures/pdf` as if this supplier had sent it: read by what the hub knows, and waiting for a person. Returns the review's id. */
export async function addReview(
  hub: HubDatabase,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string },
  name: string,
): Promise<string> {
  const bytes = new Uint8Array(readFileSync(new URL(`../../fixtures/pdf/${name}.pdf`, import.meta.url)))
  const { pages } = await readPdfText(bytes)
  return await hub.work('system', async work => {
    const { blobId } = await storeBlob(work, retailerId, bytes)
    const [messageId, documentId] = [work.newId(), work.newId()]
    const common = { retailerId, partnershipId, createdAt: work.now, direction: 'in' as const }
    const file = { fileName: `${name}.pdf`, contentType: 'application/pdf', blobId, size: bytes.length }
    await work.tx
      .insert(messages)
      .values({ ...common, ...file, id: messageId, transport: 'email', wireId: messageId, status: 'processed' })
    const receivedOn = work.now.toISOString().slice(0, 10)
    const reading = readInvoice(pages, await knownFor(work.tx, { retailerId, partnershipId, receivedOn }, pages))
    const number = reading.draft.number ?? ''
    await work.tx
      .insert(documents)
      .values({ ...common, id: documentId, kind: 'invoice', number, messageId, status: 'received' })
    await askForReview(work, { retailerId, partnershipId, documentId, reading })
    return documentId
  })
}
