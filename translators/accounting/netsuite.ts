import { type BillFormat, type CreditFormat, linesWithTax, memoWithNumber, money, numberWithin } from './format.ts'

/** NetSuite keeps a transaction's number in so many characters (`tranid`). */
const longestNumber = 45

/** NetSuite, CSV import of vendor credits: amounts are positive, and what is given back reads like what was billed. */
const vendorCredits: CreditFormat = {
  name: 'vendor-credits',
  header: [
    'External ID',
    'Vendor',
    'Reference No.',
    'Date',
    'Currency',
    'Memo',
    'Expense Account',
    'Expense Amount',
    'Expense Memo',
  ],
  rows: (credit, { text, date, taxAccount }) =>
    linesWithTax(credit, taxAccount).map(line => [
      text(credit.externalId),
      text(credit.supplier),
      text(numberWithin(credit.number, longestNumber)),
      date(credit.date),
      credit.currency,
      text(memoWithNumber(credit, longestNumber)),
      text(line.account),
      money({ ...credit, type: 'bill' }, line.amount),
      text(line.text),
    ]),
}

/** NetSuite, CSV import of vendor bills: the external id on every row ties a bill's lines together and makes a second import an update. */
export const netsuite: BillFormat = {
  title: 'NetSuite vendor bills',
  header: [
    'External ID',
    'Vendor',
    'Reference No.',
    'Date',
    'Due Date',
    'Currency',
    'Terms',
    'Memo',
    'Expense Account',
    'Expense Amount',
    'Expense Memo',
  ],
  dateFormat: 'MM/DD/YYYY',
  credits: vendorCredits,
  holds: { rows: 25_000 },
  rows: (bill, { text, date, taxAccount }) =>
    linesWithTax(bill, taxAccount).map(line => [
      text(bill.externalId),
      text(bill.supplier),
      text(numberWithin(bill.number, longestNumber)),
      date(bill.date),
      date(bill.dueDate),
      bill.currency,
      text(bill.terms),
      text(memoWithNumber(bill, longestNumber)),
      text(line.account),
      money(bill, line.amount),
      text(line.text),
    ]),
}
