/** Sets that a retailer sends, and those that a supplier sends; the others go both ways. */
const fromRetailer = ['820', '850', '860']
const fromSupplier = ['810', '832', '846', '855', '856', '865']

/** Who sends a set. `received`: its guide is read by those who receive it, so that what the hub sends is told. */
export function directionOf(set: string): { words: string; received: boolean } {
  if (fromRetailer.includes(set)) return { words: 'Sent by the retailer, received by the supplier', received: true }
  if (fromSupplier.includes(set)) return { words: 'Sent by the supplier, received by the retailer', received: false }
  return { words: 'Sent by either side', received: false }
}
