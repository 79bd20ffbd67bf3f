import { type CsvLayout, detectCsv, detectDefault, notATable, readCsv, writeCsv } from '../../translators/csv/index.ts'
import { documentNumberOf } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import { everyLayout, givenBy, inWordsOf, layoutFor, layoutsOf, noLayout } from './csv-layouts.ts'
import { type Format, type FoundDocument, NotRenderable, type ReadContext } from './format.ts'
import { nameOf } from './json.ts'

/** CSV files by the partner's own layouts, or by the default ones. */
export const csvFormat: Format = {
  recognises: (bytes, fileName) =>
    /\.(csv|tsv|txt)$/i.test(fileName ?? '') && !bytes.subarray(0, 4000).includes(0)
      ? true
      : detectCsv(bytes) !== undefined,

  async read(bytes, context) {
    const own = await ownLayoutFor(bytes, context)
    const byDefault = own ? undefined : detectDefault(bytes)
    const layout = own ?? byDefault?.layout
    if (!layout) return { parts: [], issues: [notATable(bytes) ?? unknownHeader(bytes)] }
    const told = await inWordsOf(context, layout)
    const reading = readCsv(bytes, told, { given: await givenBy(context, layout) })
    const { documents } = reading
    const issues = [...(byDefault?.issues ?? []), ...reading.issues]
    // The rows of a product feed that were left out belong to its run.
    const ofFeed = layout.kind === 'product-catalog' && documents.length === 1
    const warnings = issues.filter(issue => issue.severity === 'warning')
    const found = documents.map(
      (content): FoundDocument => ({
        kind: content.kind,
        number: documentNumberOf(content),
        content,
        issues: ofFeed ? warnings : [],
      }),
    )
    const unread = hasErrors(issues)
      ? [{ kind: layout.kind, number: '', issues: issues.filter(i => i.severity === 'error') }]
      : []
    return {
      parts: [
        {
          partnershipId: context.partnershipId,
          documents: [...found, ...unread],
          issues: ofFeed ? [] : warnings,
          answers: [],
          duplicate: false,
        },
      ],
      issues: [],
    }
  },

  async render(work, channel, documents) {
    const kind = documents[0]?.kind ?? ''
    const layout = await layoutFor(work, channel, kind)
    if (!layout) throw new NotRenderable([noLayout(kind)])
    const alone = documents.map((document, index) => ({ index, issues: writeCsv([document], layout).issues }))
    const written = alone.filter(({ issues }) => !hasErrors(issues))
    const good = written.map(({ index }) => documents[index]!)
    return {
      bytes: good.length > 0 ? writeCsv(good, layout).bytes : new Uint8Array(0),
      fileName: `${nameOf(good)}.csv`,
      contentType: 'text/csv',
      written,
      refused: alone.filter(({ issues }) => hasErrors(issues)),
    }
  },
}

/** The partner's own layout whose header fits these bytes, if it has any. */
async function ownLayoutFor(bytes: Uint8Array, context: ReadContext): Promise<CsvLayout | undefined> {
  if (!context.partnershipId) return undefined
  return detectCsv(bytes, await layoutsOf(context.work, context.retailerId, context.partnershipId))
}

function unknownHeader(bytes: Uint8Array): Issue {
  const header = Buffer.from(bytes.subarray(0, 300)).toString('utf8').split(/\r?\n/)[0]!.slice(0, 200)
  const expected = everyLayout
    .map(
      layout =>
        `${layout.kind}: ${layout.columns
          .filter(c => c.required)
          .map(c => c.names[0])
          .join(', ')}`,
    )
    .join('; ')
  return {
    severity: 'error',
    code: 'wrong-header',
    message:
      'The header row fits no layout of this partner and none of the default ones. Send the columns of one of them, or have the layout set up.',
    at: { row: 1 },
    value: header,
    expected,
  }
}
