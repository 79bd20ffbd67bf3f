import type {
  AcknowledgedLine,
  LineAnswer,
  PurchaseOrderAcknowledgment,
  ShipmentPackage,
  ShipNotice,
} from '../../translators/documents/index.ts'

/** An acknowledgment of lines: `{ '1': [['accepted', '6'], ['backordered', '4', { shipDate: '2026-03-09' }]] }`. */
export function acknowledgmentOf(
  purchaseOrderNumber: string,
  lines: Record<string, [LineAnswer['status'], string, Partial<LineAnswer>?][]>,
  change: Partial<PurchaseOrderAcknowledgment> = {},
): PurchaseOrderAcknowledgment {
  return {
    kind: 'purchase-order-acknowledgment',
    purpose: 'original',
    type: 'detail-with-changes',
    purchaseOrderNumber,
    date: '2026-03-02',
    lines: Object.entries(lines).map(
      ([lineNumber, answers]): AcknowledgedLine => ({
        lineNumber,
        answers: answers.map(([status, quantity, more]) => ({ status, quantity, ...more })),
      }),
    ),
    ...change,
  }
}

/** A ship notice of packages, each with `[purchase order, line number, quantity]`. */
export function shipNoticeOf(
  number: string,
  packages: [purchaseOrderNumber: string, lineNumber: string, quantity: string][][],
  change: Partial<ShipNotice> & { package?: Partial<ShipmentPackage> } = {},
): ShipNotice {
  const { package: inEach, ...notice } = change
  return {
    kind: 'ship-notice',
    purpose: 'original',
    number,
    date: '2026-03-03',
    shippedOn: '2026-03-03',
    packages: packages.map(lines => ({
      lines: lines.map(([purchaseOrderNumber, lineNumber, quantity]) => ({
        purchaseOrderNumber,
        lineNumber,
        quantity,
      })),
      ...inEach,
    })),
    ...notice,
  }
}
