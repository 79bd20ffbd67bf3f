import type { Work } from '../../db/work.ts'

/** Takes an export batch back: its invoices wait for export again, and the batch keeps its number, its bytes and the reason. */
export async function voidBatch(
  _work: Work,
  _command: { retailerId: string; batchId: string; reason: string },
): Promise<void> {
  throw new Error('voidBatch is being built')
}
