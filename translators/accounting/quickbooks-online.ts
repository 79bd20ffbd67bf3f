import Big from 'big.js'
import { type BillFormat, type CreditFormat, linesWithTax, memoWithNumber, money, numberWithin } from './format.ts'

/**
 * QuickBooks Online, “Import journal entries”: no import takes vendor credits, and a debit of accounts payable that names the supplier stands among
 * its open credits. One entry per credit, with one line of accounts payable, as the program wants it.
 */
const journalEntries: CreditFormat = {
  name: 'journal-entries',
  header: [
    '*JournalNo',
    '*JournalDate',
    '*AccountName',
    '*Debits',
    '*Credits',
    'Description',
    'Name',
    'Currency',
    'Location',
    'Class',
  ],
  rows: (credit, { text, date, batch, payableAccount, taxAccount }, position) => {
    const lines = linesWithTax(credit, taxAccount).map(line => ({ ...line, sum: new Big(money(credit, line.amount)) }))
    const owed = lines.reduce((total, { sum }) => total.plus(sum), new Big(0))
    const row = (account: string, amount: Big, description: string, name: string) => [
      // Two suppliers may have used one number: the program would take them for one entry.
      `${batch}-${position}`,
      date(credit.date),
      text(account),
      amount.gt(0) ? amount.toFixed(2) : '',
      amount.lt(0) ? amount.times(-1).toFixed(2) : '',
      text(description),
      text(name),
      credit.currency,
      '',
      '',
    ]
    const about = [`Credit memo ${credit.number}`, credit.memo].filter(Boolean).join(' · ')
    return [
      ...(owed.eq(0) ? [] : [row(payableAccount, owed.times(-1), about, credit.supplier)]),
      ...lines.filter(({ sum }) => !sum.eq(0)).map(line => row(line.account, line.sum, line.text || about, '')),
    ]
  },
}

/** QuickBooks Online keeps a document's number in so many characters (`DocNumber`). */
const longestNumber = 21

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
  credits: journalEntries,
  holds: { rows: 1000, bills: 100 },
  longestNumber,
  rows: (bill, { text, date, taxAccount }) =>
    linesWithTax(bill, taxAccount).map(line => [
      text(numberWithin(bill.number, longestNumber)),
      text(bill.supplier),
      date(bill.date),
      date(bill.dueDate),
      text(bill.terms),
      '',
      text(memoWithNumber(bill, longestNumber)),
      text(line.account),
      text(line.text),
      money(bill, line.amount),
      bill.currency,
    ]),
}
