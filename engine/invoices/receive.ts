import type { Work } from '../../db/work.ts'
import type { Invoice } from '../../translators/documents/index.ts'
import type { Outcome } from '../outcome.ts'

/** An invoice or credit memo that a partner sent by any way. `documentId`: the document it came in, where it came in one. */
export interface ReceiveInvoice {
  retailerId: string
  partnershipId: string
  invoice: Invoice
  documentId?: string
}

/**
 * Stores an invoice as it was sent and has it matched. The same number from the same partner again is a duplicate, which changes nothing
 * and is shown as an exception: settled by itself when it says the same, open when it says something else.
 */
export async function receiveInvoice(_work: Work, _command: ReceiveInvoice): Promise<Outcome> {
  throw new Error('receiveInvoice is being built')
}
