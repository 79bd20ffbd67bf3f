import type { CsvLayoutInput } from '../layout.ts'

type Columns = CsvLayoutInput['columns']

/** The names of an item, `at` being the path of the entry that has them, with its dot: `lines[].`. */
export function itemColumns(at: string): Columns {
  return [
    {
      names: ['Vendor SKU', 'Supplier SKU', 'SKU', 'Vendor Item', 'Item Number', 'Product', 'Item'],
      path: `${at}ids.supplier`,
    },
    { names: ['Retailer SKU', 'Buyer SKU', 'Merchant SKU', 'Customer SKU', 'Buyer Item'], path: `${at}ids.buyer` },
    { names: ['UPC', 'UPC Code', 'GTIN-12'], path: `${at}ids.upc` },
    { names: ['EAN', 'GTIN-13'], path: `${at}ids.ean` },
    { names: ['GTIN', 'GTIN-14'], path: `${at}ids.gtin` },
    { names: ['Manufacturer Part Number', 'MPN', 'Manufacturer SKU', 'Mfr Part No'], path: `${at}ids.manufacturer` },
  ]
}

/** A name and address under a common first word: `Ship To City`. */
export function partyColumns(title: string, path: string): Columns {
  return [
    { names: [`${title} Name`, title], path: `${path}.name` },
    { names: [`${title} Code`], path: `${path}.code` },
    { names: [`${title} Code By`], path: `${path}.codeBy` },
    { names: [`${title} Address 1`, `${title} Address`, `${title} Street`], path: `${path}.address1` },
    { names: [`${title} Address 2`], path: `${path}.address2` },
    { names: [`${title} City`], path: `${path}.city` },
    { names: [`${title} State`, `${title} Region`], path: `${path}.state` },
    { names: [`${title} Postal Code`, `${title} Zip`, `${title} Zip Code`], path: `${path}.postalCode` },
    { names: [`${title} Country`], path: `${path}.country` },
    { names: [`${title} Phone`], path: `${path}.phone` },
    { names: [`${title} Email`], path: `${path}.email` },
  ]
}

/** Payment terms. */
export const termsColumns: Columns = [
  { names: ['Terms', 'Payment Terms'], path: 'terms.description' },
  { names: ['Net Days'], path: 'terms.netDays' },
  { names: ['Due Date'], path: 'terms.netDueDate' },
  { names: ['Discount Percent'], path: 'terms.discountPercent' },
  { names: ['Discount Days'], path: 'terms.discountDays' },
  { names: ['Discount Due Date'], path: 'terms.discountDueDate' },
  { names: ['Discount Amount'], path: 'terms.discountAmount' },
]

/** What is added to the lines or taken off, for the whole document. */
export const chargeColumns: Columns = [
  { names: ['Freight', 'Shipping'], path: 'allowancesAndCharges[kind=charge,reason=freight].amount' },
  { names: ['Handling'], path: 'allowancesAndCharges[kind=charge,reason=handling].amount' },
  { names: ['Dropship Fee', 'Drop Ship Fee'], path: 'allowancesAndCharges[kind=charge,reason=dropship-fee].amount' },
  { names: ['Discount', 'Allowance'], path: 'allowancesAndCharges[kind=allowance,reason=discount].amount' },
]

/** What a supplier says to a line, `at` being the path of the answer with its dot. */
export function answerColumns(at: string, required: boolean): Columns {
  return [
    {
      names: ['Status', 'Line Status', 'Answer'],
      path: `${at}status`,
      required,
      codes: {
        accepted: ['Accepted', 'Accept', 'Confirmed', 'IA', 'A'],
        'accepted-with-changes': ['Accepted with changes', 'Changed', 'IC'],
        backordered: ['Backordered', 'Backorder', 'IB', 'BO', 'B'],
        rejected: ['Rejected', 'Reject', 'Cancelled', 'Canceled', 'IR', 'R'],
        substituted: ['Substituted', 'IS'],
        'on-hold': ['On hold', 'Hold', 'IH'],
      },
    },
    {
      names: ['Quantity', 'Answer Quantity', 'Accepted Quantity', 'Quantity Accepted', 'Confirmed Quantity'],
      path: `${at}quantity`,
      required,
    },
    { names: ['Ship Date', 'Expected Ship Date', 'Estimated Ship Date', 'Backorder Date'], path: `${at}shipDate` },
    { names: ['Delivery Date', 'Estimated Delivery', 'Expected Delivery Date'], path: `${at}deliveryDate` },
    {
      names: ['Reason', 'Reject Reason', 'Reason Code'],
      path: `${at}reason`,
      codes: {
        'out-of-stock': ['Out of stock', 'No stock', 'OOS'],
        discontinued: ['Discontinued'],
        'unknown-item': ['Unknown item', 'Invalid item', 'Unknown SKU'],
        'price-mismatch': ['Price mismatch', 'Wrong price'],
        'cannot-meet-date': ['Cannot meet date', 'Cannot meet ship date'],
        'cannot-ship-to': ['Cannot ship to', 'Bad address', 'Invalid address'],
        duplicate: ['Duplicate', 'Duplicate order'],
        'below-minimum': ['Below minimum'],
        other: ['Other'],
      },
    },
    { names: ['Note', 'Comment'], path: `${at}note` },
    { names: ['Quantity Unit'], path: `${at}unit` },
    { names: ['Substitute SKU', 'Substitute Vendor SKU', 'Replacement SKU'], path: `${at}substitute.supplier` },
    { names: ['Substitute UPC', 'Replacement UPC'], path: `${at}substitute.upc` },
  ]
}

/** What an answer says of the whole document. */
export const acknowledgmentTypeColumn: Columns[number] = {
  names: ['Order Status', 'Acknowledgment Type'],
  path: 'type',
  default: 'detail',
  codes: {
    accepted: ['Accepted', 'Accept'],
    rejected: ['Rejected', 'Reject', 'Cancelled', 'Canceled'],
    detail: ['Detail', 'See lines', 'Partial'],
    'detail-with-changes': ['Detail with changes', 'Changed'],
    'rejected-with-detail': ['Rejected with detail'],
    'on-hold': ['On hold', 'Hold'],
  },
}
