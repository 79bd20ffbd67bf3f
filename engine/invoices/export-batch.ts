import type { Work } from '../../db/work.ts'
import type { BillFormatName } from '../../translators/accounting/index.ts'

/** Invoices handed to the accountant's program. `number` counts 1, 2, … without gaps within the retailer. */
export interface ExportedBatch {
  batchId: string
  number: number
  fileName: string
  bytes: Uint8Array
  /** How many invoices it holds. */
  invoices: number
}

/**
 * Exports every approved invoice of one currency (the given one, else that of the oldest), once and for good.
 * Undefined when nothing waits for export.
 */
export async function exportBatch(
  _work: Work,
  _command: { retailerId: string; format: BillFormatName; currency?: string },
): Promise<ExportedBatch | undefined> {
  throw new Error('exportBatch is being built')
}
