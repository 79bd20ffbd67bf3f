import type { Work } from '../../db/work.ts'
import type { ShipNotice } from '../../translators/documents/index.ts'
import type { Outcome } from '../outcome.ts'

export interface Ship {
  retailerId: string
  /** The supplier that shipped; or `sourceId` for a warehouse of the retailer's own. */
  partnershipId?: string
  sourceId?: string
  notice: ShipNotice
  documentId?: string
}

/** Applies a ship notice. */
export async function ship(_work: Work, _command: Ship): Promise<Outcome> {
  throw new Error('Not built yet.')
}
