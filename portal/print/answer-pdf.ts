import type { Content } from 'pdfmake/interfaces.js'
import { type PrintedDocument, renderPdf } from '../../translators/pdf/index.ts'
import type { PortalContext } from '../deps.ts'

/** Shows a PDF in the browser, from where it is printed. */
export async function answerPdf(c: PortalContext, document: PrintedDocument, name: string): Promise<Response> {
  const bytes = await renderPdf(document)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="${name.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.pdf"`,
  })
}

/** Several documents as one, each beginning on a new page. There is at least one. */
export function joined(documents: readonly PrintedDocument[], title: string): PrintedDocument {
  const [first] = documents as [PrintedDocument]
  if (documents.length === 1) return first
  const content = documents.flatMap((document, index): Content[] => [
    ...(index > 0 ? [{ text: '', pageBreak: 'before' as const }] : []),
    document.content,
  ])
  const { footer: _, ...rest } = first
  return { ...rest, title, content }
}
