import { documentNumberOf } from '../../translators/documents/index.ts'
import { hasErrors } from '../../translators/issue.ts'
import { isXlsx, readXlsx, writeXlsx } from '../../translators/xlsx/index.ts'
import { givenBy, layoutFor, layoutsOf, noLayout } from './csv-layouts.ts'
import { type Format, type FoundDocument, NotRenderable } from './format.ts'
import { nameOf } from './json.ts'

/** Spreadsheets, by the same layouts as CSV files: a partner's own first, then the default ones. */
export const xlsxFormat: Format = {
  recognises: bytes => isXlsx(bytes),

  async read(bytes, context) {
    const { work, retailerId, partnershipId } = context
    const own = partnershipId ? await layoutsOf(work, retailerId, partnershipId) : []
    const given = (layout: Parameters<typeof givenBy>[1]) => givenBy(context, layout)
    const byOwn = own.length > 0 ? await readXlsx(bytes, own, given) : undefined
    const { layout, documents, issues } = byOwn?.layout ? byOwn : await readXlsx(bytes, undefined, given)
    if (!layout) return { parts: [], issues }
    const found = documents.map(
      (content): FoundDocument => ({ kind: content.kind, number: documentNumberOf(content), content, issues: [] }),
    )
    const errors = issues.filter(issue => issue.severity === 'error')
    const unread = errors.length > 0 ? [{ kind: layout.kind, number: '', issues: errors }] : []
    const warnings = issues.filter(issue => issue.severity === 'warning')
    const part = { partnershipId, documents: [...found, ...unread], issues: warnings, answers: [], duplicate: false }
    return { parts: [part], issues: [] }
  },

  async render(work, channel, documents) {
    const kind = documents[0]?.kind ?? ''
    const layout = await layoutFor(work, channel, kind)
    if (!layout) throw new NotRenderable([noLayout(kind)])
    const alone = await Promise.all(
      documents.map(async (document, index) => ({ index, issues: (await writeXlsx([document], layout)).issues })),
    )
    const written = alone.filter(({ issues }) => !hasErrors(issues))
    const good = written.map(({ index }) => documents[index]!)
    return {
      bytes: good.length > 0 ? (await writeXlsx(good, layout)).bytes : new Uint8Array(0),
      fileName: `${nameOf(good)}.xlsx`,
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      written,
      refused: alone.filter(({ issues }) => hasErrors(issues)),
    }
  },
}
