import Big from 'big.js'
import type { Address, AgreedTerms, Customer } from '../../db/schema/index.ts'
import type { ProductIds, PurchaseOrder, PurchaseOrderLine, Terms } from '../../translators/documents/index.ts'

/** What the document of a purchase order is made from. */
export interface PurchaseOrderContent {
  number: string
  date: string
  shipNotAfter: string | null
  currency: string
  order: { number: string; customer: Customer; shipTo: Address; notes: string | null }
  retailer: { name: string }
  supplier: { name: string; vendorNumber: string | null; terms: AgreedTerms }
  /** What the supplier charges for the order itself; `0` where it charges nothing. */
  fee: string
  lines: PurchaseOrderContentLine[]
}

interface PurchaseOrderContentLine {
  lineNumber: string
  sku: string
  supplierSku: string
  description: string
  unit: string
  unitCost: string
  ordered: string
  /** What the customer pays for one of the line's units. */
  retailPrice: string | null
  upc: string | null
  ean: string | null
  gtin: string | null
  manufacturerPart: string | null
}

/** The document that a supplier gets: a drop-ship order, to be sent to the retailer's customer. */
export function purchaseOrderDocument(content: PurchaseOrderContent): PurchaseOrder {
  const { number, date, currency, order, retailer, supplier, shipNotAfter, fee } = content
  return {
    kind: 'purchase-order',
    purpose: 'original',
    type: 'drop-ship',
    number,
    date,
    currency,
    customerOrderNumber: order.number,
    buyer: { name: retailer.name },
    supplier: {
      name: supplier.name,
      ...(supplier.vendorNumber && { code: supplier.vendorNumber, codeBy: 'buyer' as const }),
    },
    shipTo: { ...withoutEmpty(order.shipTo), ...(order.customer.email && { email: order.customer.email }) },
    ...(shipNotAfter && { shipNotAfter }),
    terms: termsOf(supplier.terms),
    ...(order.notes && { notes: order.notes.split('\n') }),
    ...(new Big(fee).gt(0) && {
      allowancesAndCharges: [{ kind: 'charge' as const, reason: 'dropship-fee', amount: fee }],
    }),
    lines: content.lines.map(lineOf),
  }
}

function lineOf(line: PurchaseOrderContentLine): PurchaseOrderLine {
  return {
    lineNumber: line.lineNumber,
    ids: idsOf(line),
    description: line.description.slice(0, 264),
    quantity: line.ordered,
    unit: line.unit,
    unitPrice: line.unitCost,
    ...(line.retailPrice && { retailPrice: line.retailPrice }),
  }
}

/** A catalogue's number that is not one by its form is left out: the document would not be valid with it. */
function idsOf({ sku, supplierSku, upc, ean, gtin, manufacturerPart }: PurchaseOrderContentLine): ProductIds {
  return {
    buyer: sku,
    supplier: supplierSku,
    ...(upc && /^\d{12}$/.test(upc) && { upc }),
    ...(ean && /^\d{13}$/.test(ean) && { ean }),
    ...(gtin && /^\d{14}$/.test(gtin) && { gtin }),
    ...(manufacturerPart && manufacturerPart.length <= 80 && { manufacturer: manufacturerPart }),
  }
}

function termsOf({ netDays, discountDays, discountPercent }: AgreedTerms): Terms {
  return {
    netDays,
    ...(discountDays !== undefined && { discountDays }),
    ...(discountPercent !== undefined && { discountPercent }),
  }
}

function withoutEmpty(address: Address): Address {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value)) as unknown as Address
}
