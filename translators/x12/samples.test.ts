import { describe, expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../fixtures/x12/files.ts'
import type { Issue } from '../issue.ts'
import { EnvelopeReader, functionalAcknowledgmentsOf, readX12, writeX12 } from './index.ts'
import { envelopeOf } from './testing/envelopes.ts'
import { outline } from './testing/outline.ts'
import type { X12File } from './types.ts'

const paths = fixturePaths('samples')

it('has all the samples', () => {
  expect(paths).toHaveLength(127)
})

it('gives documents or precise issues for every sample', async () => {
  const lines = paths.flatMap(path => [path, ...outline(readX12(fixture(path))).map(line => `  ${line}`), ''])
  await expect(lines.join('\n')).toMatchFileSnapshot('../../fixtures/x12/samples.outline.txt')
})

describe.each(paths)('%s', path => {
  const bytes = fixture(path)

  it('explains every set that has no document', () => {
    const file = readX12(bytes)
    for (const interchange of file.interchanges) {
      for (const group of interchange.groups) {
        for (const set of group.sets.filter(each => !each.document)) {
          expect([...set.issues, ...group.issues, ...interchange.issues].length).toBeGreaterThan(0)
        }
      }
    }
    expect(file.interchanges.length + file.issues.length).toBeGreaterThan(0)
  })

  it('reads the same in pieces of any size', () => {
    const whole = readX12(bytes)
    for (const size of [1, 2, 7, 64, 1000]) expect(inPieces(bytes, size)).toEqual(whole)
  })

  it('answers its groups with acknowledgments that can be written and read', () => {
    for (const interchange of readX12(bytes).interchanges) {
      const answers = functionalAcknowledgmentsOf(interchange)
      const written = writeX12(answers, envelopeOf({ version: '005010' }))
      const refused = written.issues.filter(issue => issue.severity === 'error')
      expect(refused).toEqual([])
      const read = readX12(written.bytes).interchanges.flatMap(each => each.groups.flatMap(group => group.sets))
      expect(read.map(set => set.issues)).toEqual(answers.map(() => []))
    }
  })
})

function inPieces(bytes: Uint8Array, size: number): X12File {
  const file: X12File = { interchanges: [], issues: [] }
  const withhold = (issues: Issue[], sets: { document?: unknown }[]) => {
    if (issues.some(issue => issue.severity === 'error')) for (const set of sets) delete set.document
  }
  const reader = new EnvelopeReader(
    {},
    {
      interchange: interchange => file.interchanges.push(interchange),
      group: (group, interchange) => interchange.groups.push(group),
      set: (set, group) => group.sets.push(set),
      groupEnd: group => withhold(group.issues, group.sets),
      interchangeEnd: each =>
        withhold(
          each.issues,
          each.groups.flatMap(group => group.sets),
        ),
      outside: issue => file.issues.push(issue),
    },
  )
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size))
  reader.end()
  return file
}
