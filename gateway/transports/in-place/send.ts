import type { Delivery, OutboundMessage } from '../contract.ts'

/** A supplier that comes to us in the portal has the document the moment it is stored. */
export async function showInPlace(message: OutboundMessage<unknown>): Promise<Delivery> {
  return { ok: true, confirmed: true, reference: message.fileName }
}

/** A supplier's system finds the document by the API, and says itself when it has it. */
export async function keepForFetching(message: OutboundMessage<unknown>): Promise<Delivery> {
  return { ok: true, confirmed: false, reference: message.fileName }
}
