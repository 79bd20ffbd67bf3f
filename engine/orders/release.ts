import type { Work } from '../../db/work.ts'

/** Sends a held order to routing again. Throws `wrong-state` when it is not held. */
export async function releaseOrder(_work: Work, _command: { retailerId: string; orderId: string }): Promise<void> {
  throw new Error('Orders cannot be released yet.')
}
