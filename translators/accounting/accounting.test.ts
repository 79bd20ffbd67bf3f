import { readdirSync } from 'node:fs'
import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRows } from '../csv/rows.ts'
import {
  type Bill,
  type BillFormatName,
  type BillOptions,
  bill,
  billFormatNames,
  writeBills,
  writeCredits,
} from './index.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The file as records by column name. */
function records(bills: readonly Bill[], format: BillFormatName, options?: BillOptions): Record<string, string>[] {
  const { rows } = splitRows(text(writeBills(bills, format, options)), { delimiter: ',', quote: '"' })
  const [header = [], ...body] = rows
  return body.map(row => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
}

const sample = bill.parse({
  externalId: 'inv-0001',
  supplier: 'Alder & Finch, Inc.',
  number: 'AF-1001',
  date: '2026-11-22',
  dueDate: '2026-12-22',
  currency: 'USD',
  terms: 'Net 30',
  memo: '=HYPERLINK("http://evil.example")',
  lines: [
    {
      account: '5000',
      description: 'Oak shelf',
      quantity: '3',
      unitAmount: '19.995',
      amount: '59.985',
      sku: 'OAK-1',
      purchaseOrderNumber: 'PO-7',
    },
    { account: '5100', description: 'Freight', quantity: '1', unitAmount: '12.5', amount: '12.50', taxAmount: '1.03' },
  ],
})

test('QuickBooks Online: header, days, cents, and tax as a line', () => {
  const lines = text(writeBills([sample], 'quickbooks-online')).split('\r\n')
  expect(lines).toEqual([
    '*BillNo,*Supplier,*BillDate,*DueDate,Terms,Location,Memo,*Account,LineDescription,*LineAmount,Currency',
    `AF-1001,"Alder & Finch, Inc.",11/22/2026,12/22/2026,Net 30,,"'=HYPERLINK(""http://evil.example"")",5000,Oak shelf · SKU OAK-1 · PO PO-7,59.99,USD`,
    `AF-1001,"Alder & Finch, Inc.",11/22/2026,12/22/2026,Net 30,,"'=HYPERLINK(""http://evil.example"")",5100,Freight,12.50,USD`,
    `AF-1001,"Alder & Finch, Inc.",11/22/2026,12/22/2026,Net 30,,"'=HYPERLINK(""http://evil.example"")",Sales Tax,Tax · Freight,1.03,USD`,
    '',
  ])
})

test('Xero: quantity and unit amount only where Xero’s own product is the amount', () => {
  const discounted = { ...sample, lines: [{ ...sample.lines[0]!, amount: '50.00' }] }
  const [whole, freight] = records([sample], 'xero')
  expect(whole).toMatchObject({
    '*Quantity': '3',
    '*UnitAmount': '19.995',
    '*TaxType': 'Tax Exempt',
    Total: '73.52',
    TaxAmount: '0.00',
  })
  expect(freight).toMatchObject({ '*AccountCode': '5100', TaxAmount: '1.03', Currency: 'USD' })
  expect(records([discounted], 'xero')[0]).toMatchObject({ '*Quantity': '1', '*UnitAmount': '50.00' })
  expect(records([{ ...sample, type: 'credit' }], 'xero')[0]).toMatchObject({
    '*Quantity': '3',
    '*UnitAmount': '-19.995',
    Total: '-73.52',
  })
  expect(Object.keys(whole ?? {}).join()).toBe(
    '*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InventoryItemCode,Description,*Quantity,*UnitAmount,*AccountCode,*TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency',
  )
})

/** The credits' own file as records by column name. */
function creditRecords(
  bills: readonly Bill[],
  format: BillFormatName,
  options?: BillOptions,
): Record<string, string>[] {
  const { rows } = splitRows(text(writeCredits(bills, format, options)!.bytes), { delimiter: ',', quote: '"' })
  const [header = [], ...body] = rows
  return body.map(row => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
}

const creditMemo: Bill = { ...sample, type: 'credit', number: 'AF-CM-1' }

test('credits leave apart from bills for programs that import them apart', () => {
  for (const format of ['quickbooks-online', 'netsuite'] as const) {
    expect(writeBills([sample, creditMemo], format)).toEqual(writeBills([sample], format))
    expect(writeCredits([sample], format)).toBeUndefined()
    expect(writeCredits([sample, creditMemo], format)).toEqual(writeCredits([creditMemo], format))
  }
  for (const format of ['xero', 'journal'] as const) expect(writeCredits([creditMemo], format)).toBeUndefined()
})

test('QuickBooks Online takes credits as journal entries, one line of accounts payable in each', () => {
  expect(text(writeCredits([creditMemo], 'quickbooks-online', { batch: '000007' })!.bytes).split('\r\n')).toEqual([
    '*JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description,Name,Currency,Location,Class',
    '000007-1,11/22/2026,Accounts Payable,73.52,,"Credit memo AF-CM-1 · =HYPERLINK(""http://evil.example"")","Alder & Finch, Inc.",USD,,',
    '000007-1,11/22/2026,5000,,59.99,Oak shelf · SKU OAK-1 · PO PO-7,,USD,,',
    '000007-1,11/22/2026,5100,,12.50,Freight,,USD,,',
    '000007-1,11/22/2026,Sales Tax,,1.03,Tax · Freight,,USD,,',
    '',
  ])
  const same = creditRecords([creditMemo, { ...creditMemo, supplier: 'Another' }], 'quickbooks-online', { batch: '7' })
  expect(new Set(same.map(row => row['*JournalNo']))).toEqual(new Set(['7-1', '7-2']))
})

test('NetSuite takes vendor credits with positive amounts', () => {
  expect(creditRecords([creditMemo], 'netsuite')).toMatchObject([
    { 'External ID': 'inv-0001', 'Reference No.': 'AF-CM-1', 'Expense Amount': '59.99', Memo: `'${sample.memo}` },
    { 'External ID': 'inv-0001', 'Expense Amount': '12.50' },
    { 'External ID': 'inv-0001', 'Expense Account': 'Sales Tax', 'Expense Amount': '1.03' },
  ])
})

test('NetSuite: the external id on every row', () => {
  expect(records([sample], 'netsuite').map(row => row['External ID'])).toEqual(['inv-0001', 'inv-0001', 'inv-0001'])
})

test('an accountant’s own days, batch and accounts', () => {
  const rows = records([sample], 'journal', {
    batch: 'B-7',
    dateFormat: 'DD/MM/YYYY',
    payableAccount: '2000',
    taxAccount: '2200',
  })
  expect(rows.map(({ Account }) => Account)).toEqual(['5000', '5100', '2200', '2000'])
  expect(rows.at(-1)).toEqual({
    Date: '22/11/2026',
    Batch: 'B-7',
    Account: '2000',
    Debit: '',
    Credit: '73.52',
    Description: `Alder & Finch, Inc. · ${sample.memo}`,
    Reference: 'AF-1001',
    Currency: 'USD',
  })
})

const amount = fc
  .tuple(fc.bigInt(-(10n ** 9n), 10n ** 9n), fc.integer({ min: 0, max: 999999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`)
const bills = fc.array(
  fc.record({
    externalId: fc.constantFrom('a', 'b'),
    type: fc.constantFrom('bill' as const, 'credit' as const),
    supplier: fc.string({ minLength: 1, maxLength: 20 }),
    number: fc.string({ minLength: 1, maxLength: 20 }),
    date: fc.constant('2026-11-22'),
    dueDate: fc.constant('2026-12-22'),
    currency: fc.constant('USD'),
    lines: fc.array(
      fc.record({
        account: fc.constantFrom('5000', '5100'),
        quantity: fc.constant('1'),
        unitAmount: amount,
        amount,
        taxAmount: fc.option(amount, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

test('the journal balances, whatever the amounts', () => {
  fc.assert(
    fc.property(bills, made => {
      const rows = records(made, 'journal')
      const sum = (column: string) => rows.reduce((total, row) => total.plus(row[column] || '0'), new Big(0)).toFixed(2)
      expect(sum('Debit')).toBe(sum('Credit'))
    }),
  )
})

test('every journal entry of credits balances, and no cell of them begins a formula', () => {
  fc.assert(
    fc.property(bills, made => {
      const credits = made.map(one => ({ ...one, type: 'credit' as const }))
      const entries = Map.groupBy(creditRecords(credits, 'quickbooks-online'), row => row['*JournalNo'])
      for (const rows of entries.values()) {
        const sum = (column: string) =>
          rows.reduce((total, row) => total.plus(row[column] || '0'), new Big(0)).toFixed(2)
        expect(sum('*Debits')).toBe(sum('*Credits'))
        expect(rows.filter(row => row['*AccountName'] === 'Accounts Payable').length).toBeLessThan(2)
      }
      for (const cell of creditRecords(credits, 'netsuite').flatMap(row => Object.values(row)))
        expect(cell === '' || !/^[=+\-@\t\r]/.test(cell) || /^[+-][\d\s().,/-]*$/.test(cell)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test.each(billFormatNames)(
  '%s: no cell begins a formula unless it is a number, and the same bills give the same bytes',
  format => {
    fc.assert(
      fc.property(bills, made => {
        for (const cell of records(made, format).flatMap(row => Object.values(row)))
          expect(cell === '' || !/^[=+\-@\t\r]/.test(cell) || /^[+-][\d\s().,/-]*$/.test(cell)).toBe(true)
        expect(writeBills(made, format)).toEqual(writeBills(structuredClone(made), format))
      }),
      { numRuns: 50 },
    )
  },
)

test('numbers longer than a program keeps are shortened to their end, and stand whole in the memo', () => {
  const long = { ...sample, number: 'INV-2026-NORTHWEST-0000012345', memo: 'PO 7' }
  expect(records([long], 'quickbooks-online')[0]).toMatchObject({
    '*BillNo': 'NORTHWEST-0000012345',
    Memo: `No. ${long.number}, PO 7`,
  })
  expect(records([long], 'netsuite')[0]).toMatchObject({ 'Reference No.': long.number, Memo: 'PO 7' })
})

test('line ends and control characters of a text become spaces, since imports read them as further rows', () => {
  const lines = [{ ...sample.lines[0]!, description: 'Oak\r\nshelf\u0007 wide' }]
  expect(records([{ ...sample, lines }], 'quickbooks-online')[0]!.LineDescription).toBe(
    'Oak shelf wide · SKU OAK-1 · PO PO-7',
  )
})

test('every format file is registered', () => {
  const helpers = ['bill.ts', 'format.ts', 'index.ts', 'one-file.ts', 'registry.ts']
  const files = readdirSync(import.meta.dirname).filter(name => !helpers.includes(name) && !name.endsWith('.test.ts'))
  expect(files.map(name => name.replace('.ts', '')).sort()).toEqual([...billFormatNames].sort())
})
