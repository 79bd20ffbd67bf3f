import { knownFor, partnershipNamedOn } from '../../engine/invoices/review/known-orders.ts'
import { invoice } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import { type PdfReading, readInvoice } from '../../translators/pdf/invoice/index.ts'
import { isPdf, type TextPage } from '../../translators/pdf/text/index.ts'
import { type Format, type FoundDocument, NotRenderable, type ReadContext } from './format.ts'
import { readPdfAside } from './read-pdf-aside.ts'

/** Invoices as PDF: what is certain is applied as an 810 would be, what is not waits for a person. It only comes in. */
export const pdfFormat: Format = {
  recognises: bytes => isPdf(bytes),

  async read(bytes, context) {
    const { pages, issues } = await readPdfAside(bytes)
    if (hasErrors(issues)) return { parts: [], issues }
    const sender = context.partnershipId
    const partnershipId = sender ?? (await partnershipNamedOn(context.work.tx, context.retailerId, pages))
    if (!partnershipId) return { parts: [], issues: [...issues, unknownSender()] }
    const reading = await readBy(context, partnershipId, pages)
    const document = documentOf(sender ? reading : doubted(reading))
    return { parts: [{ partnershipId, documents: [document], issues, answers: [], duplicate: false }], issues: [] }
  },

  render: (_work, _channel, documents) =>
    Promise.reject(new NotRenderable([{ ...onlyIn, value: documents[0]?.kind ?? '' }])),
}

async function readBy(
  { work, retailerId }: ReadContext,
  partnershipId: string,
  pages: TextPage[],
): Promise<PdfReading> {
  const receivedOn = work.now.toISOString().slice(0, 10)
  return readInvoice(pages, await knownFor(work.tx, { retailerId, partnershipId, receivedOn }, pages))
}

function documentOf(reading: PdfReading): FoundDocument {
  const found = { kind: 'invoice', number: reading.draft.number ?? '' }
  const whole = reading.certain ? invoice.safeParse(reading.draft) : undefined
  if (whole?.success) return { ...found, content: whole.data, issues: [] }
  return { ...found, issues: reading.doubts, review: reading }
}

/** Anybody can write the number of an order on a page. */
function doubted(reading: PdfReading): PdfReading {
  const message = 'It came from an address that is not this supplier’s: the order’s number alone tells whose it is.'
  const doubt: Issue = { severity: 'warning', code: 'unknown-sender', message, at: {} }
  return { ...reading, certain: false, doubts: [doubt, ...reading.doubts] }
}

function unknownSender(): Issue {
  return {
    severity: 'error',
    code: 'unknown-sender',
    message:
      'Nobody knows whose invoice this is: neither the address that it came from nor an order on it names a supplier.',
    at: {},
  }
}

const onlyIn: Issue = { severity: 'error', code: 'no-layout', message: 'PDF is read here, and not written.', at: {} }
