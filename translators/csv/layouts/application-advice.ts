import { csvLayout } from '../layout.ts'

/** What became of documents that were sent: an error report, one row per document and error. */
export const applicationAdviceLayout = csvLayout.parse({
  name: 'application-advice',
  kind: 'application-advice',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    { names: ['Report Number', 'Advice Number', 'Report'], path: 'number', key: true, required: true },
    { names: ['Report Date', 'Advice Date'], path: 'date', required: true },
    { names: ['Document Number', 'Reference'], path: 'answers[].reference.value', key: true, required: true },
    {
      names: ['Reference Type', 'Number Type'],
      path: 'answers[].reference.type',
      key: true,
      default: 'purchase-order-number',
    },
    { names: ['Transaction Set', 'Set', 'Document Type'], path: 'answers[].set' },
    {
      names: ['Outcome', 'Document Status'],
      path: 'answers[].status',
      required: true,
      codes: {
        accepted: ['Accepted'],
        'accepted-with-changes': ['Accepted with changes'],
        'accepted-with-errors': ['Accepted with errors'],
        'partially-accepted': ['Partially accepted'],
        rejected: ['Rejected'],
      },
    },
    {
      names: ['Level'],
      path: 'answers[].level',
      default: 'document',
      codes: { document: ['Document'], item: ['Item'], batch: ['Batch'], group: ['Group'] },
    },
    { names: ['Group Control Number'], path: 'answers[].groupControlNumber' },
    { names: ['Set Control Number'], path: 'answers[].setControlNumber' },
    { names: ['Received On', 'Document Date'], path: 'answers[].date' },
    { names: ['Error Code'], path: 'answers[].errors[].code' },
    { names: ['Own Error Code', 'Reason Code'], path: 'answers[].errors[].ownCode' },
    { names: ['Error', 'Error Text', 'Message'], path: 'answers[].errors[].text' },
    { names: ['Bad Value', 'Value'], path: 'answers[].errors[].value' },
    { names: ['Segment'], path: 'answers[].errors[].segment' },
    { names: ['Position', 'Segment Position'], path: 'answers[].errors[].position' },
    { names: ['Element'], path: 'answers[].errors[].element' },
    { names: ['Component'], path: 'answers[].errors[].component' },
    { names: ['Data Element'], path: 'answers[].errors[].dataElement' },
    { names: ['From'], path: 'from.name' },
    { names: ['To'], path: 'to.name' },
  ],
})
