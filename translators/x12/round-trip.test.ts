import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DocumentKind, documentKinds } from '../documents/index.ts'
import { readX12, writeX12 } from './index.ts'
import { anyDocument, documents } from './testing/arbitraries.ts'
import { envelopeOf, textOf } from './testing/envelopes.ts'

const versions = ['004010', '004010VICS', '004030VICS', '005010', '005010VICS']

describe.each(versions)('version %s', version => {
  it.each(documentKinds)('reads every %s that it writes back as it was', (kind: DocumentKind) => {
    fc.assert(
      fc.property(documents[kind], document => {
        const written = writeX12([document], envelopeOf({ version }))
        const problems = written.issues.filter(issue => issue.severity === 'error')
        expect(problems, textOf(written.bytes)).toEqual([])
        const file = readX12(written.bytes)
        const [set] = file.interchanges[0]!.groups[0]!.sets
        expect(set?.issues, textOf(written.bytes)).toEqual([])
        expect(set?.document, textOf(written.bytes)).toEqual(document)
      }),
      { numRuns: 100 },
    )
  })

  it.each(documentKinds)('writes %s canonically: reading and writing again gives the same bytes', kind => {
    fc.assert(
      fc.property(documents[kind], document => {
        const first = writeX12([document], envelopeOf({ version }))
        const set = readX12(first.bytes).interchanges[0]!.groups[0]!.sets[0]!
        expect(textOf(writeX12([set.document!], envelopeOf({ version })).bytes)).toBe(textOf(first.bytes))
      }),
      { numRuns: 30 },
    )
  })
})

it('writes many documents of many kinds as one interchange, and reads as many', () => {
  fc.assert(
    fc.property(fc.array(anyDocument, { minLength: 1, maxLength: 6 }), batch => {
      const written = writeX12(batch, envelopeOf({ version: '005010' }))
      const [interchange] = readX12(written.bytes).interchanges
      expect(interchange?.issues).toEqual([])
      const read = interchange!.groups.flatMap(group => group.sets.map(set => ({ group, set })))
      expect(read.map(({ set }) => set.document)).toEqual(written.sets.map(set => batch[set.document]))
      expect(read.map(({ set, group }) => [group.controlNumber, set.controlNumber])).toEqual(
        written.sets.map(set => [set.groupControlNumber, set.controlNumber]),
      )
      expect(written.sets).toHaveLength(batch.length)
    }),
    { numRuns: 100 },
  )
})
