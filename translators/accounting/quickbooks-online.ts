import { type BillFormat, linesWithTax, money } from './format.ts'

/** QuickBooks Online, “Import bills”: one row per line, the bill's fields repeated. Tax stands as a line, since the file has no column for it. */
export const quickbooksOnline: BillFormat = {
  title: 'QuickBooks Online bills',
  header: [
    '*BillNo',
    '*Supplier',
    '*BillDate',
    '*DueDate',
    'Terms',
    'Location',
    'Memo',
    '*Account',
    'LineDescription',
    '*LineAmount',
    'Currency',
  ],
  dateFormat: 'MM/DD/YYYY',
  rows: (bill, { text, date, taxAccount }) =>
    linesWithTax(bill, taxAccount).map(line => [
      text(bill.number),
      text(bill.supplier),
      date(bill.date),
      date(bill.dueDate),
      text(bill.terms),
      '',
      text(bill.memo),
      text(line.account),
      text(line.text),
      money(bill, line.amount),
      bill.currency,
    ]),
}
