import { type BusinessDocument, documentNumberOf } from '../../translators/documents/index.ts'
import { readJson } from '../../translators/json/index.ts'
import type { Format } from './format.ts'

/** Documents of the vocabulary as JSON: what the portal and the REST channel show. */
export const jsonFormat: Format = {
  recognises: bytes => /^\s*[{[]/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1')),

  async read(bytes, { partnershipId }) {
    const { documents, issues } = readJson(bytes)
    const found = documents.map(content => ({
      kind: content.kind,
      number: documentNumberOf(content),
      content,
      issues: [],
    }))
    return { parts: [{ partnershipId, documents: found, issues, answers: [], duplicate: false }], issues: [] }
  },

  async render(_work, _channel, documents) {
    const content = documents.length === 1 ? documents[0] : documents
    return {
      bytes: Buffer.from(JSON.stringify(content, undefined, 2)),
      fileName: `${nameOf(documents)}.json`,
      contentType: 'application/json',
      written: documents.map((_, index) => ({ index, issues: [] })),
      refused: [],
    }
  },
}

/** What a file is called after what it holds: `purchase-order-PO-1001`, `purchase-order-PO-1001-and-11-more`. */
export function nameOf(documents: readonly BusinessDocument[]): string {
  const [first] = documents
  if (!first) return 'nothing'
  const more = documents.length > 1 ? `-and-${documents.length - 1}-more` : ''
  return `${first.kind}-${safeName(documentNumberOf(first))}${more}`
}

/** File names on the wire hold letters, digits, dots and dashes only. */
export const safeName = (text: string) => text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80)
