import type { Delivery, OutboundMessage } from '../contract.ts'

/** A supplier that works in the portal has the document the moment it is stored: its pages show it. */
export async function showInPortal(message: OutboundMessage): Promise<Delivery> {
  return { ok: true, confirmed: true, reference: message.fileName }
}
