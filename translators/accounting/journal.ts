import Big from 'big.js'
import { type BillFormat, linesWithTax, money } from './format.ts'

/** A plain journal: each bill debits its lines' accounts and credits what is owed, by the rounded sum of those debits, so that it balances. */
export const journal: BillFormat = {
  title: 'Journal',
  header: ['Date', 'Batch', 'Account', 'Debit', 'Credit', 'Description', 'Reference', 'Currency'],
  dateFormat: 'YYYY-MM-DD',
  rows: (bill, { text, date, batch, payableAccount, taxAccount }) => {
    const row = (account: string, amount: Big, description: string) => [
      date(bill.date),
      text(batch),
      text(account),
      amount.gt(0) ? amount.toFixed(2) : '',
      amount.lt(0) ? amount.times(-1).toFixed(2) : '',
      text(description),
      text(bill.number),
      bill.currency,
    ]
    const debits = linesWithTax(bill, taxAccount).map(line => ({ ...line, sum: new Big(money(bill, line.amount)) }))
    const owed = debits.reduce((total, { sum }) => total.plus(sum), new Big(0))
    const description = [bill.supplier, bill.memo].filter(Boolean).join(' · ')
    return [
      ...debits.filter(({ sum }) => !sum.eq(0)).map(line => row(line.account, line.sum, line.text || description)),
      ...(owed.eq(0) ? [] : [row(payableAccount, owed.times(-1), description)]),
    ]
  },
}
