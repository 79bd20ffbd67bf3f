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
