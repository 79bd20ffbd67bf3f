import { describe, expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../fixtures/x12/files.ts'
import { documentSchemas } from '../documents/index.ts'
import { functionalAcknowledgmentsOf, readX12, writeX12 } from './index.ts'
import { envelopeOf } from './testing/envelopes.ts'
import { brief } from './testing/outline.ts'

const paths = fixturePaths().filter(path => !path.startsWith('samples'))
const golden = paths.filter(path => !path.includes('/invalid-'))
const broken = paths.filter(path => path.includes('/invalid-'))

/** What is told of golden files that hold more than their document, or say it oddly. */
const told: Readonly<Record<string, readonly string[]>> = {
  '832/harbor-price-changes.edi': [
    'The document has no field for LIN/CTP[02=CAT] (2 times); only the file keeps this.',
  ],
}

describe.each(golden)('%s', path => {
  const file = readX12(fixture(path))
  const [set] = file.interchanges[0]!.groups[0]!.sets

  it('becomes the document beside it', async () => {
    expect(set?.issues.map(({ message }) => message)).toEqual(told[path] ?? [])
    const ordered = documentSchemas[set!.document!.kind].parse(set!.document)
    await expect(json(ordered)).toMatchFileSnapshot(`../../fixtures/x12/${path.replace('.edi', '.json')}`)
  })

  it('is the same document when written and read again', () => {
    const written = writeX12([set!.document!], envelopeOf())
    expect(written.issues).toEqual([])
    expect(readX12(written.bytes).interchanges[0]!.groups[0]!.sets[0]!.document).toEqual(set?.document)
  })
})

describe.each(broken)('%s', path => {
  const file = readX12(fixture(path))

  it('is refused for the reason in its name, and its acknowledgment says so', async () => {
    const [interchange] = file.interchanges
    const sets = interchange!.groups.flatMap(group => group.sets)
    const refused = sets.filter(set => !set.document)
    expect(refused).toHaveLength(1)
    const findings = {
      issues: [
        ...interchange!.issues,
        ...interchange!.groups.flatMap(group => group.issues),
        ...refused[0]!.issues,
      ].map(brief),
      acknowledgments: functionalAcknowledgmentsOf(interchange!).map(
        ({ status, codes, included, received, accepted, sets: answers }) => ({
          status,
          codes,
          counts: [included, received, accepted],
          sets: answers.filter(answer => answer.status !== 'accepted'),
        }),
      ),
    }
    await expect(json(findings)).toMatchFileSnapshot(`../../fixtures/x12/${path.replace('.edi', '.json')}`)
  })
})

it('has a file for every golden and broken case', () => {
  expect(golden.length).toBeGreaterThanOrEqual(8)
  expect(broken.length).toBeGreaterThanOrEqual(35)
})

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
