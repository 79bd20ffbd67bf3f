import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../fixtures/x12/files.ts'
import type { Issue } from '../issue.ts'
import { functionalAcknowledgmentsOf, readX12, writeX12 } from './index.ts'
import { anyDocument } from './testing/arbitraries.ts'
import { bytesOf, envelopeOf, textOf } from './testing/envelopes.ts'
import type { X12File } from './types.ts'

const written = anyDocument.map(document => textOf(writeX12([document], envelopeOf()).bytes))

function everyIssue(file: X12File): Issue[] {
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  return [
    ...file.issues,
    ...file.interchanges.flatMap(interchange => interchange.issues),
    ...groups.flatMap(group => [...group.issues, ...group.sets.flatMap(set => set.issues)]),
  ]
}

function segmentsOf(text: string): string[] {
  return text.split('~').slice(0, -1)
}

const place = fc.nat({ max: 1_000_000 })

describe('a file that was damaged', () => {
  it('never passes in silence when a segment is missing, doubled or cut', () => {
    fc.assert(
      fc.property(written, place, fc.constantFrom('drop', 'double', 'cut'), (text, at, damage) => {
        const segments = segmentsOf(text)
        const index = at % segments.length
        if (damage === 'drop') segments.splice(index, 1)
        if (damage === 'double') segments.splice(index, 0, segments[index]!)
        if (damage === 'cut') segments.length = index
        const file = readX12(bytesOf(segments.map(segment => `${segment}~`).join('')))
        expect(everyIssue(file).filter(issue => issue.severity === 'error')).not.toEqual([])
        const sets = file.interchanges.flatMap(each => each.groups.flatMap(group => group.sets))
        // A doubled ISA or IEA leaves one whole interchange beside it.
        const whole = damage === 'double' && (index === 0 || index === segments.length - 2)
        if (!whole) expect(sets.filter(set => set.document)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('never passes in silence when it is cut anywhere before its last terminator', () => {
    fc.assert(
      fc.property(written, place, (text, at) => {
        const file = readX12(bytesOf(text.slice(0, at % (text.length - 1))))
        expect(everyIssue(file)).not.toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('is still read, and answered, whatever its bytes', () => {
    const change = fc.tuple(
      place,
      fc.constantFrom('delete', 'insert', 'replace', 'swap'),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(written, fc.array(change, { minLength: 1, maxLength: 12 }), (text, changes) => {
        const bytes = [...bytesOf(text)]
        for (const [at, kind, byte] of changes) damage(bytes, at % Math.max(bytes.length, 1), kind, byte)
        const file = readX12(new Uint8Array(bytes))
        expect(file.interchanges.length + file.issues.length).toBeGreaterThan(0)
        for (const interchange of file.interchanges) checkAnswers(interchange)
      }),
      { numRuns: 500 },
    )
  })

  it('is read when it is no X12 at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(readX12(bytes).issues).not.toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

function damage(bytes: number[], at: number, kind: string, byte: number): void {
  if (kind === 'delete') bytes.splice(at, 1)
  if (kind === 'insert') bytes.splice(at, 0, byte)
  if (kind === 'replace') bytes[at] = byte
  if (kind === 'swap') [bytes[at], bytes[(at * 7) % bytes.length]] = [bytes[(at * 7) % bytes.length]!, bytes[at]!]
}

/** Every answer can be written, and its counts agree with what it answers. */
function checkAnswers(interchange: X12File['interchanges'][number]): void {
  const answers = functionalAcknowledgmentsOf(interchange)
  for (const answer of answers) {
    expect(answer.received).toBe(answer.sets.length)
    expect(answer.accepted).toBe(answer.sets.filter(set => set.status !== 'rejected').length)
  }
  const out = writeX12(answers, envelopeOf({ version: '005010' }))
  expect(out.issues.filter(issue => issue.severity === 'error')).toEqual([])
}

it('accepts each sample or says why not, with one segment after another left out', () => {
  for (const path of fixturePaths().filter(each => !each.startsWith('samples') && !each.includes('invalid-'))) {
    const segments = segmentsOf(textOf(fixture(path)).replaceAll('\n', ''))
    for (const index of segments.keys()) {
      const rest = segments.filter((_, i) => i !== index).map(segment => `${segment}~`)
      expect(everyIssue(readX12(bytesOf(rest.join('')))), `${path} without segment ${index}`).not.toEqual([])
    }
  }
})
