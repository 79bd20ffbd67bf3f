import { describe, expect, it } from 'vitest'
import { overlayExamples } from '../../fixtures/overlays/files.ts'
import { defaultLayouts } from '../csv/index.ts'
import { type BusinessDocument, type DocumentKind, documentKinds, documentSchemas } from '../documents/index.ts'
import { overlaySchema } from '../x12/index.ts'
import { type FieldLoss, lossesOfDocument, lossesOfKind } from './field-losses.ts'
import { fullDocument, sampleDocuments } from './sample-documents.ts'

const brief = (losses: readonly FieldLoss[]) => losses.map(({ kind, path }) => `${kind} ${path}`)

/** Fields for which X12 004010 has no place, or none that this hub writes. */
const knownLosses: Partial<Record<DocumentKind, string[]>> = {
  // A number that cannot be right is kept for a person to mend; no qualifier says so.
  'product-catalog': ['not-carried products[].ids.unproven'],
  'application-advice': ['not-carried answers[].reference.description', 'not-carried answers[].errors[].component'],
}

describe.each(documentKinds)('%s', kind => {
  it('is tried field by field, in documents that are valid', () => {
    const samples = sampleDocuments(kind)
    expect(samples.length).toBeGreaterThan(5)
    expect(documentSchemas[kind].safeParse(fullDocument(kind)).error?.issues).toBeUndefined()
    for (const { path, document } of samples) {
      expect(documentSchemas[kind].safeParse(document).error?.issues, path).toBeUndefined()
    }
  })

  it('loses nothing as JSON', async () => {
    expect(await lossesOfKind(kind, { format: 'json' })).toEqual([])
  })

  it('loses in X12 only what is known to have no place there', async () => {
    const losses = await lossesOfKind(kind, { format: 'x12', version: '004010' })
    expect(brief(losses)).toEqual(knownLosses[kind] ?? [])
  })
})

it.each(Object.values(defaultLayouts))(
  '$kind loses in CSV what has no column, and nothing that has one',
  async layout => {
    const columns: string[] = layout.columns.map(column => column.path)
    const losses = await lossesOfKind(layout.kind, { format: 'csv', layout })
    const lost = new Set(losses.map(loss => loss.path))
    for (const { path } of sampleDocuments(layout.kind)) {
      const among = columns.some(column => column === path || column === path.replace(/\[\]$/, ''))
      if (lost.has(path)) expect(among, path).toBe(false)
    }
    expect(columns.filter(column => lost.has(column))).toEqual([])
  },
)

it('tells what a map does not let through, whatever it demands', async () => {
  const overlay = overlaySchema.parse({
    set: '850',
    segments: { 'N1[ST]/PER': { usage: 'not used' }, '/FOB': { usage: 'required' } },
    elements: { 'PO1/PID05': { length: [1, 3], overflow: 'truncate' }, BEG03: { pattern: '^\\d+$' } },
  })
  const plain = brief(await lossesOfKind('purchase-order', { format: 'x12', version: '004010' }))
  const losses = await lossesOfKind('purchase-order', { format: 'x12', version: '004010', overlay })
  expect(brief(losses).filter(each => !plain.includes(each))).toEqual([
    'not-carried shipTo.phone',
    'not-carried shipTo.email',
    'changed lines[].description',
  ])
  expect(losses.find(loss => loss.path === 'lines[].description')).toMatchObject({ before: 'AB12', after: 'AB1' })
})

it('tells what of one document is lost, and why one is refused', async () => {
  const example = overlayExamples().find(({ retailer, set }) => retailer === 'oak-and-anvil' && set === '856')!
  const overlay = overlaySchema.parse(example.overlay)
  const context = { ...example.context, source: example.context.source as BusinessDocument }
  const document = example.document as BusinessDocument & { kind: 'ship-notice' }
  const channel = { format: 'x12' as const, version: '004010', overlay, context }
  expect(await lossesOfDocument(document, channel)).toEqual([])
  const heavy = { ...document, packages: document.packages.map(each => ({ ...each, weight: '3', weightUnit: 'LB' })) }
  expect(brief(await lossesOfDocument(heavy, channel))).toEqual([
    'not-carried packages[0].weight',
    'not-carried packages[0].weightUnit',
  ])
  const { carrier: _, ...without } = document
  expect(brief(await lossesOfDocument(without as BusinessDocument, channel))).toEqual(['refused TD5'])
})
