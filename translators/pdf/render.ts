import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { type Fonts, fontNames, openFonts } from './fonts.ts'
import { legible } from './legible.ts'

/** A document to print: pdfmake's definition with the moment that it says it was made, so that the same document gives the same bytes. */
export type PrintedDocument = Omit<TDocumentDefinitions, 'info'> & {
  title: string
  author?: string
  /** ISO 8601 */
  createdAt: string
}

/** Prints a document: PDF with its fonts, reaching for nothing outside. Fonts are named by `fontNames`; what they lack is told as `legibleRuns` says. */
export async function renderPdf(document: PrintedDocument): Promise<Uint8Array> {
  const [{ default: pdfmake }, fonts] = await Promise.all([import('pdfmake'), openFonts()])
  const { virtualfs } = pdfmake as unknown as { virtualfs: { writeFileSync(name: string, content: Uint8Array): void } }
  for (const [name, bytes] of fonts.files) virtualfs.writeFileSync(name, bytes)
  pdfmake.setFonts(fonts.dictionary)
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy(path => path.startsWith('Courier'))
  return new Uint8Array(await pdfmake.createPdf(definitionOf(document, fonts)).getBuffer())
}

function definitionOf({ title, author, createdAt, ...rest }: PrintedDocument, fonts: Fonts): TDocumentDefinitions {
  const { content, header, footer, styles = {} } = rest
  const shown = <T>(part: T): T => legible(part, fontNames.text, styles, fonts) as T
  return {
    ...rest,
    content: shown(content),
    ...(header === undefined ? {} : { header: onEachPage(header, shown) }),
    ...(footer === undefined ? {} : { footer: onEachPage(footer, shown) }),
    defaultStyle: { font: fontNames.text, ...rest.defaultStyle },
    info: {
      title,
      ...(author ? { author } : {}),
      creator: 'Crossdock',
      producer: 'Crossdock',
      creationDate: new Date(createdAt),
    },
  }
}

/** Headers and footers may be made page by page. */
function onEachPage<T>(part: T, shown: <P>(part: P) => P): T {
  if (typeof part !== 'function') return shown(part)
  const make = part as unknown as (...given: unknown[]) => unknown
  return ((...given: unknown[]) => shown(make(...given))) as unknown as T
}
