import type { Work } from '../../db/work.ts'
import type { InventoryAdvice } from '../../translators/documents/index.ts'
import type { Outcome } from '../outcome.ts'

export interface ApplyInventory {
  retailerId: string
  partnershipId: string
  advice: InventoryAdvice
  documentId?: string
}

/** Applies a supplier's stock. */
export async function applyInventory(_work: Work, _command: ApplyInventory): Promise<Outcome> {
  throw new Error('Not built yet.')
}
