import type { InvoiceResolution } from '../../engine/invoices/resolutions.ts'
import type { BillFormatName } from '../../translators/accounting/index.ts'

/** What the accountant's pages say. */
export const texts = {
  queue: {
    title: 'To decide',
    exceptions: 'In question',
    ready: 'Ready to approve',
    waiting: 'Waiting for shipment',
    approved: 'Ready to export',
    none: 'Nothing is in question',
    noneHint: 'Invoices that do not match their order and shipment appear here, with the money at stake.',
    approveAll: 'Approve what matched',
    approvedAll: 'invoices are approved.',
  },
  invoices: {
    title: 'Invoices',
    search: 'Find an invoice or purchase order',
    none: 'No invoices here',
    noneHint: 'Choose another filter above.',
    filters: {
      all: 'All',
      exception: 'In question',
      ready: 'Ready to approve',
      waiting: 'Waiting',
      approved: 'Ready to export',
      exported: 'Exported',
      void: 'Void',
    },
  },
  invoice: {
    match: 'Order, shipment and invoice',
    charges: 'Freight, fees and taxes',
    questions: 'What disagrees',
    decide: 'Decide',
    reason: 'Why?',
    history: 'History',
    approve: 'Approve',
    done: 'The decision is carried out.',
    approved: 'The invoice is approved.',
    total: 'Claimed',
    computed: 'Adds up to',
    payable: 'To be paid',
  },
  exports: {
    title: 'Exports',
    none: 'Nothing has been exported yet',
    noneHint: 'Approve invoices, then export them for your accounting program.',
    create: 'Export',
    format: 'Format',
    waiting: 'approved invoices wait for export',
    nothing: 'Nothing waits for export.',
    done: 'is made. Download it below.',
    void: 'Take back',
    voidReason: 'Why is it taken back?',
    voided: 'The batch is taken back; its invoices wait for export again.',
    download: 'Download',
  },
  profit: {
    title: 'Profit by order',
    none: 'No orders yet',
    noneHint: 'What each order earned is shown here as soon as something ships.',
    estimated: 'Of the cost, not yet invoiced',
  },
} as const

/** What each decision does, as its button says it. */
export const resolutionWords: Record<InvoiceResolution, { word: string; hint: string }> = {
  approve: { word: 'Pay all of it', hint: 'The difference is accepted.' },
  'short-pay': { word: 'Pay what matched', hint: 'The rest is not paid.' },
  wait: { word: 'Wait for the shipment', hint: 'It is matched again when goods ship.' },
  'by-line': {
    word: 'Pay as chosen by line',
    hint: 'All of the lines that are ticked, and what matched of the others.',
  },
  'ask-credit': { word: 'Ask for a credit memo', hint: 'It is paid in full once the credit memo is here.' },
  dispute: { word: 'Dispute it', hint: 'The supplier answers on the portal.' },
  void: { word: 'Pay nothing', hint: 'The supplier may send it again.' },
}

/** The accounting formats as people call them. */
export const formatWords: Record<BillFormatName, string> = {
  'quickbooks-online': 'QuickBooks Online',
  xero: 'Xero',
  netsuite: 'NetSuite',
  journal: 'Journal (CSV)',
}
