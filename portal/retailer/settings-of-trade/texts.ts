/** What a field is called, how it is meant, and what is said where it is wrong. */
interface FieldWords {
  label: string
  hint?: string
  wrong: string
}

const fields = {
  timeZone: {
    label: 'Time zone',
    hint: 'Such as America/Chicago. Empty: as ours.',
    wrong: 'Enter a time zone such as America/New_York.',
  },
  cutOff: {
    label: 'Cut-off',
    hint: 'What comes later counts for the next working day.',
    wrong: 'Enter a time such as 17:00.',
  },
  holidays: { label: 'Days off', hint: 'One date a line: 2026-12-25.', wrong: 'expected a date such as 2026-12-25.' },
  shipment: { label: 'Watch the last day for shipping', wrong: '' },
  warnHours: { label: 'Warn so many hours before', hint: '0 warns nobody.', wrong: '' },
  whenUnanswered: { label: 'An order that nobody answers in time', wrong: '' },
  laterByDays: {
    label: 'Days later than ordered',
    hint: 'A promised ship date up to so many days late is taken without asking.',
    wrong: '',
  },
  withinDays: {
    label: 'Wait at most so many days',
    hint: 'What is promised for later goes to another source. Empty: we wait however long it takes.',
    wrong: '',
  },
  codes: {
    label: 'Codes',
    hint: 'One a line: UPS-GND = UPSN, UPS, Ground (their code = SCAC, carrier, service).',
    wrong: 'expected a code, an equals sign, and SCAC, carrier and service with commas between them.',
  },
  approveAutomatically: { label: 'Approve what matches without a person', wrong: '' },
  approveUpTo: { label: '… up to this total', hint: 'Empty: whatever it comes to.', wrong: '' },
  waitDays: { label: 'Days to wait for a ship notice', hint: 'Then a person looks at the invoice.', wrong: '' },
  netDays: { label: 'Net days', wrong: 'Enter in how many days an invoice is due.' },
  discountPercent: { label: 'Discount, per cent', wrong: '' },
  discountDays: { label: 'Discount within days', wrong: 'Give the discount and its days together, or neither.' },
} satisfies Record<string, FieldWords>

const units = [
  { value: 'hours', word: 'hours' },
  { value: 'workingHours', word: 'hours of working days' },
  { value: 'workingDays', word: 'working days' },
  { value: 'never', word: 'not watched' },
]

/** What the pages of what was agreed with partners say. */
export const texts = {
  title: 'Terms of trade',
  house: 'Books',
  houseAbout: 'Accounts and files for export, and who may approve how much alone.',
  forAll: 'Terms for all partners',
  forAllAbout:
    'What holds for every partner that has nothing of its own. Changing it changes it for all of them at once.',
  partners: 'Partners',
  toForAll: 'Terms for all partners',
  own: 'this partner’s own',
  default: 'as for all partners',
  toDefault: 'Back to default',
  givenBack: 'It is as for all partners again.',
  paymentTerms: 'Payment terms',
  open: 'Calendar, deadlines, limits and terms',
  save: 'Save',
  saved: 'Saved. It holds for whatever comes from now on.',
  wrong: 'Nothing was saved. Look at what is marked.',
  history: 'Who changed what',
  noHistory: 'Nothing has been changed here yet.',
  readOnly: 'Your role can look at this, and not change it.',
  replay: 'Try tolerances on the last quarter’s invoices',
  unset: 'not set',
  sections: {
    calendar: 'Calendar',
    deadlines: 'Deadlines',
    answers: 'Answers taken without asking',
    backorders: 'Backorders',
    shipVia: 'Ship-via codes',
    terms: 'Payment',
    tolerances: 'Tolerances of invoices',
    invoicing: 'Approval of invoices',
    accounts: 'Accounts for export',
    exports: 'Files for export',
    approvalLimits: 'Approval limits',
  },
  about: {
    calendar: 'When this supplier works: deadlines are reckoned by it.',
    deadlines: 'How long it may take, from when to when, and what follows.',
    answers: 'How far an acknowledgment may go from the order before somebody here has to agree.',
    backorders: 'What is promised for later.',
    shipVia: 'What its own codes for carriers and services mean.',
    terms: 'Agreed payment terms: an invoice with worse ones is an exception.',
    tolerances: 'How far an invoice may differ before a person looks at it; what is left empty may not differ at all.',
    invoicing: 'What happens to invoices that match.',
    accounts: 'As your accounting program names or numbers them.',
    exports: 'What differs from country to country: a day in the wrong order is taken for another day without a word.',
    approvalLimits:
      'Up to this amount of one invoice a role approves alone; beyond it a second person signs too. Empty: no limit.',
  },
  fields,
  words: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    workingDays: 'Working days',
    noWorkingDay: 'Choose at least one working day.',
    allowed: {
      functionalAcknowledgment: 'From our document to its 997',
      acknowledgment: 'From an order to its answer',
      invoice: 'From a shipment to its invoice',
    },
    howMany: 'How many',
    howManyWrong: 'Enter a whole number, or choose “not watched”.',
    unit: 'Unit',
    units,
    unanswered: [
      { value: 'wait', word: 'waits' },
      { value: 'reroute', word: 'goes to another source' },
      { value: 'cancel', word: 'is cancelled for the customer too' },
    ],
    amount: 'Amount',
    pieces: 'Quantity',
    percent: 'Per cent',
    answerPrice: 'Another price',
    answerQuantity: 'Another quantity',
    kinds: { price: 'Unit price', quantity: 'Quantity', freight: 'Freight and fees', tax: 'Tax', total: 'Total' },
    whichever: 'Where both are given',
    whicheverOptions: [
      { value: 'lesser', word: 'the lesser counts' },
      { value: 'greater', word: 'the greater counts' },
    ],
    wrongScac: 'a SCAC has two to four letters.',
    accounts: {
      goods: 'Goods',
      freight: 'Freight',
      fees: 'Handling, dropship and other fees',
      discount: 'Discounts and allowances',
      tax: 'Tax',
      difference: 'Rounding and differences',
      payable: 'Payables',
    },
    exportDays: { label: 'Days', hint: 'As the accounting program of your country reads them.' },
    asUsual: 'MM/DD/YYYY; YYYY-MM-DD in a journal',
    exportTax: {
      label: 'Tax rate of lines without tax (Xero)',
      hint: 'Such as Tax Exempt, No VAT or BAS Excluded. Empty: Tax Exempt.',
    },
    exportTaxLong: 'Enter at most 60 characters.',
    accountMissing: 'Enter an account of at most 120 characters.',
    apiRole: 'Programs, by the API',
  },
} as const
