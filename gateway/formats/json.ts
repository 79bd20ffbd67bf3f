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

  async render(_work, _channel, document: BusinessDocument) {
    return {
      bytes: Buffer.from(JSON.stringify(document, undefined, 2)),
      fileName: `${document.kind}-${safeName(documentNumberOf(document))}.json`,
      contentType: 'application/json',
      issues: [],
    }
  },
}

/** File names on the wire hold letters, digits, dots and dashes only. */
export const safeName = (text: string) => text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80)
