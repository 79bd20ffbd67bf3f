import { type BillFormat, linesWithTax, money } from './format.ts'

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
  rows: (bill, { text, date, taxAccount }) =>
    linesWithTax(bill, taxAccount).map(line => [
      text(bill.externalId),
      text(bill.supplier),
      text(bill.number),
      date(bill.date),
      date(bill.dueDate),
      bill.currency,
      text(bill.terms),
      text(bill.memo),
      text(line.account),
      money(bill, line.amount),
      text(line.text),
    ]),
}
