import type { Work } from '../../db/work.ts'
import type { PurchaseOrderAcknowledgment } from '../../translators/documents/index.ts'
import type { Outcome } from '../outcome.ts'

export interface Acknowledge {
  retailerId: string
  partnershipId: string
  acknowledgment: PurchaseOrderAcknowledgment
  documentId?: string
}

/** Applies a supplier's answer to a purchase order. */
export async function acknowledge(_work: Work, _command: Acknowledge): Promise<Outcome> {
  throw new Error('Not built yet.')
}
