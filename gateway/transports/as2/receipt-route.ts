import type { ReceiptRoute } from './ports.ts'
import type { As2Settings } from './settings.ts'

/** How the receipt goes back, or why it cannot go where the sender asked. */
export type Routing = { ok: true; route: ReceiptRoute } | { ok: false; detail: string }

/**
 * Decides how a receipt travels (RFC 4130 §7.3): none without Disposition-Notification-To, asynchronously with a Receipt-Delivery-Option
 * that is not empty. That URL is chosen by whoever writes to us, so only hosts of this partnership are called.
 */
export function routeReceipt(
  notifyTo: string | undefined,
  deliveryOption: string | undefined,
  settings: Pick<As2Settings, 'url' | 'receiptHosts'> | undefined,
): Routing {
  if (notifyTo === undefined) return { ok: true, route: { kind: 'none' } }
  if (deliveryOption === undefined) return { ok: true, route: { kind: 'sync' } }
  const url = URL.canParse(deliveryOption) ? new URL(deliveryOption) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { ok: false, detail: 'asynchronous receipts are sent to http and https addresses only' }
  }
  const allowed = [settings?.url && new URL(settings.url).hostname, ...(settings?.receiptHosts ?? [])]
  if (!allowed.some(host => host?.toLowerCase() === url.hostname)) {
    return { ok: false, detail: `the host ${url.hostname} is not agreed for receipts of this partner` }
  }
  return { ok: true, route: { kind: 'async', url: url.href } }
}
