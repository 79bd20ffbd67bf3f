import type { Content } from 'pdfmake/interfaces.js'
import type { Party } from '../documents/index.ts'
import { fontNames, type PrintedDocument, partyLines } from '../pdf/index.ts'

/** How the retailer wants to look to its customer, whoever packs. */
export interface SlipBrand {
  name: string
  /** `data:` URL of a PNG or JPEG: stands in the place of the name. */
  logo?: string
  /** `#rrggbb`, of the name. */
  ink: string
  /** `#rrggbb`, of the line below the name. */
  accent: string
  /** Below the name: an address, a site, a phone number. */
  lines: string[]
  /** To the customer, at the foot. */
  thanks?: string
  /** How to send something back. */
  returns?: string
}

/** One slip: what lies in a parcel, for whom. */
export interface PackingSlip {
  brand: SlipBrand
  purchaseOrderNumber: string
  customerOrderNumber?: string
  /** `YYYY-MM-DD` */
  orderDate: string
  shipTo: Party
  /** Only where the retailer wants its customers to read it. */
  shipFrom?: Party
  shipmentNumber?: string
  shippedOn?: string
  tracking: string[]
  notes: string[]
  lines: { item: string; description: string; quantity: string; unit: string; supplierSku: string }[]
}

/**
 * Packing slips, each on a page of its own. Prices are not on them: the parcel may be a gift.
 * @param createdAt ISO 8601
 */
export function packingSlipsPdf(slips: readonly PackingSlip[], createdAt: string): PrintedDocument {
  const [only] = slips
  return {
    title: slips.length === 1 && only ? `Packing slip ${only.purchaseOrderNumber}` : `${slips.length} packing slips`,
    ...(only && { author: only.brand.name }),
    createdAt,
    pageSize: 'LETTER',
    pageMargins: [48, 48, 48, 56],
    defaultStyle: { fontSize: 10, lineHeight: 1.2 },
    content: slips.flatMap((slip, index) => onePage(slip, index > 0)),
    footer: (page: number, pages: number) => ({
      text: slips.length === 1 && only ? `${only.purchaseOrderNumber} · ${page} / ${pages}` : '',
      alignment: 'center',
      fontSize: 8,
      font: fontNames.text,
    }),
  }
}

function onePage(slip: PackingSlip, newPage: boolean): Content[] {
  const { brand, shipTo, shipFrom, notes } = slip
  const pageBreak = newPage && { pageBreak: 'before' as const }
  return [
    brand.logo
      ? { image: brand.logo, fit: [220, 64], margin: [0, 0, 0, 4], ...pageBreak }
      : { text: brand.name, fontSize: 20, bold: true, color: brand.ink, ...pageBreak },
    ...brand.lines.map(text => ({ text, fontSize: 8.5, color: '#555555' })),
    {
      canvas: [{ type: 'rect', x: 0, y: 0, w: 516, h: 3, color: brand.accent, lineWidth: 0 }],
      margin: [0, 6, 0, 14],
    },
    { text: 'Packing slip', fontSize: 14, bold: true, margin: [0, 0, 0, 8] },
    {
      columns: [
        { stack: [{ text: 'Ship to', bold: true }, ...partyLines({ ...shipTo, phone: undefined })] },
        ...(shipFrom
          ? [{ stack: [{ text: 'Sent from', bold: true }, ...partyLines({ ...shipFrom, phone: undefined })] }]
          : []),
        { stack: facts(slip) },
      ],
      columnGap: 24,
    },
    { ...linesTable(slip), margin: [0, 18, 0, 12] },
    ...notes.map((text): Content => ({ text, margin: [0, 0, 0, 6] })),
    ...(brand.thanks ? [{ text: brand.thanks, margin: [0, 8, 0, 8] as [number, number, number, number] }] : []),
    ...(brand.returns
      ? [
          { text: 'Returns', bold: true },
          { text: brand.returns, fontSize: 9 },
        ]
      : []),
  ]
}

function facts(slip: PackingSlip): Content[] {
  const rows: [string, string | undefined][] = [
    ['Order', slip.customerOrderNumber],
    ['Ordered', slip.orderDate],
    ['Purchase order', slip.purchaseOrderNumber],
    ['Shipment', slip.shipmentNumber],
    ['Shipped', slip.shippedOn],
    ['Tracking', slip.tracking.join(', ')],
  ]
  return rows.flatMap(([word, value]) => (value ? [{ text: [{ text: `${word}: `, bold: true }, value] }] : []))
}

function linesTable({ lines }: PackingSlip) {
  const heading = ['Item', 'Description', 'Packed as', 'Quantity'].map((text, column) => ({
    text,
    bold: true,
    alignment: column === 3 ? ('right' as const) : ('left' as const),
  }))
  const body = lines.map(line => [
    line.item,
    line.description,
    line.supplierSku,
    { text: `${line.quantity} ${line.unit}`, alignment: 'right' as const },
  ])
  return {
    table: { headerRows: 1, widths: [96, '*', 96, 70], body: [heading, ...body] },
    layout: 'lightHorizontalLines',
  }
}
