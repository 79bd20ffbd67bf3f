import Big from 'big.js'
import type { Bill, BillLine } from './bill.ts'
import { type BillFormat, lineText, money } from './format.ts'

const blankAddress = ['', '', '', '', '', '', '', '']

/** Xero, “Import bills”. Xero multiplies quantity and unit amount itself; a bill whose total is negative becomes a credit note. */
export const xero: BillFormat = {
  title: 'Xero bills',
  header: [
    '*ContactName',
    'EmailAddress',
    'POAddressLine1',
    'POAddressLine2',
    'POAddressLine3',
    'POAddressLine4',
    'POCity',
    'PORegion',
    'POPostalCode',
    'POCountry',
    '*InvoiceNumber',
    '*InvoiceDate',
    '*DueDate',
    'Total',
    'InventoryItemCode',
    'Description',
    '*Quantity',
    '*UnitAmount',
    '*AccountCode',
    '*TaxType',
    'TaxAmount',
    'TrackingName1',
    'TrackingOption1',
    'TrackingName2',
    'TrackingOption2',
    'Currency',
  ],
  dateFormat: 'MM/DD/YYYY',
  holds: { rows: 500 },
  longestNumber: 255,
  rows: (bill, { text, date, taxType }) =>
    bill.lines.map(line => [
      text(bill.supplier),
      text(bill.supplierEmail),
      ...blankAddress,
      text(bill.number),
      date(bill.date),
      date(bill.dueDate),
      totalOf(bill),
      '',
      text(lineText(line)),
      ...quantityAndPrice(bill, line),
      text(line.account),
      text(line.taxType ?? taxType),
      money(bill, line.taxAmount),
      '',
      '',
      '',
      '',
      bill.currency,
    ]),
}

function totalOf(bill: Bill): string {
  const sum = bill.lines.reduce(
    (total, line) => total.plus(money(bill, line.amount)).plus(money(bill, line.taxAmount)),
    new Big(0),
  )
  return sum.toFixed(2)
}

/** Quantity and unit amount where they come to the line's amount in four decimals, as Xero keeps them; else one of the whole amount. */
function quantityAndPrice(bill: Bill, { quantity, unitAmount, amount }: BillLine): [string, string] {
  const fits = new Big(unitAmount).round(4).eq(unitAmount) && new Big(quantity).round(4).eq(quantity)
  const product = new Big(quantity).times(unitAmount)
  if (!fits || !product.round(2, Big.roundHalfUp).eq(new Big(amount).round(2, Big.roundHalfUp)))
    return ['1', money(bill, amount)]
  const price = new Big(unitAmount)
  return [new Big(quantity).toFixed(), (bill.type === 'credit' ? price.times(-1) : price).toFixed()]
}
