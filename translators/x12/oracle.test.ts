import fc from 'fast-check'
import { X12FatInterchange, X12Parser, type X12Segment } from 'node-x12'
import { describe, expect, it } from 'vitest'
import { fixture, fixturePaths } from '../../fixtures/x12/files.ts'
import type { Issue } from '../issue.ts'
import { readX12, writeX12 } from './index.ts'
import { Lexer } from './lexer.ts'
import { anyDocument } from './testing/arbitraries.ts'
import { envelopeOf, textOf } from './testing/envelopes.ts'
import { decode } from './text.ts'
import type { X12File } from './types.ts'

/** Every segment that node-x12 reads in strict mode; throws its refusal. */
function theirSegments(text: string): string[][] {
  const parsed = new X12Parser(true).parse(text)
  const interchanges =
    parsed instanceof X12FatInterchange ? Array.from({ length: parsed.length }, (_, i) => parsed[i]!) : [parsed]
  const plain = (segment: X12Segment) => [segment.tag, ...segment.elements.map(element => element.value ?? '')]
  return interchanges.flatMap(({ header, functionalGroups, trailer }) => [
    plain(header),
    ...functionalGroups.flatMap(group => [
      plain(group.header),
      ...group.transactions.flatMap(set => [plain(set.header), ...set.segments.map(plain), plain(set.trailer)]),
      plain(group.trailer),
    ]),
    plain(trailer),
  ])
}

/** Every segment that our lexer reads. */
function ourSegments(bytes: Uint8Array): string[][] {
  const lexer = new Lexer()
  lexer.push(bytes)
  lexer.end()
  const segments: string[][] = []
  for (let token = lexer.next(); token !== 'end'; token = lexer.next()) {
    if (token === 'header') segments.push(['ISA', ...lexer.header!.elements])
    if (token === 'segment') segments.push(elementsOf(lexer))
    if (segments.at(-1)?.[0] === 'IEA') lexer.leave()
  }
  return segments
}

function elementsOf({ bytes, starts, count }: Lexer): string[] {
  return Array.from({ length: count }, (_, i) => decode(bytes.subarray(starts[i], starts[i + 1]! - 1)))
}

/** What the two read differently by design: node-x12 makes numbers of control numbers, and an element of nothing of a bare tag. */
function comparable(segments: readonly string[][]): string[][] {
  const numbers: Record<string, number> = { ISA: 13, IEA: 2, GS: 6, GE: 2, ST: 2, SE: 2 }
  return segments.map(segment =>
    segment.map((element, i) => (numbers[segment[0]!] === i ? String(Number(element)) : element.trim())),
  )
}

function errorsOf(file: X12File): Issue[] {
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const issues = [
    ...file.issues,
    ...file.interchanges.flatMap(interchange => interchange.issues),
    ...groups.flatMap(group => [...group.issues, ...group.sets.flatMap(set => set.issues)]),
  ]
  return issues.filter(issue => issue.severity === 'error')
}

describe('what we write', () => {
  it.each(['004010', '005010'])('is read by node-x12 in strict mode, segment for segment, in %s', version => {
    fc.assert(
      fc.property(fc.array(anyDocument, { minLength: 1, maxLength: 4 }), documents => {
        const { bytes } = writeX12(documents, envelopeOf({ version }))
        expect(comparable(theirSegments(textOf(bytes)))).toEqual(comparable(ourSegments(bytes)))
      }),
      { numRuns: 150 },
    )
  })
})

/** What node-x12 fails at and which says nothing of the rest of the file: a byte order mark, a last segment without terminator. */
function repaired(bytes: Uint8Array, file: X12File): string {
  const text = decode(bytes).replace(/^\ufeff/, '')
  const last = file.interchanges.at(-1)
  const open = last?.issues.some(issue => issue.code === 'unterminated-segment')
  return open ? text.trimEnd() + last!.delimiters.segment : text
}

/** Refusals of node-x12, and the issue by which we tell of the same thing. */
const sameReason: [RegExp, string][] = [
  [/ISA segment is not the correct length/, 'unpadded-header'],
  [/SE01/, 'segment-count-mismatch'],
  [/SE02/, 'set-control-number-mismatch'],
  [/GE01/, 'set-count-mismatch'],
  [/GE02/, 'group-control-number-mismatch'],
  [/IEA01/, 'group-count-mismatch'],
  [/IEA02/, 'interchange-control-number-mismatch'],
]

/** Samples on which the two differ for another reason. */
const explained: Record<string, string> = {
  'samples/850/EDI.Net-x12.850.issue135.edi':
    'ISA16 is ~ and the terminator a line feed, yet every line ends in ~ too: we take ~ for the terminator',
  'samples/832/stupidedi-004010-SC832-fail-2.edi':
    'ISA06 is two characters too long: node-x12 takes the delimiters by position, and so the wrong ones',
  'samples/997/staedi-optionalInterchangeServices.edi': 'node-x12 knows no ISB and ISE between ISA and GS',
  'samples/TA1/staedi-x12_interchange_ack.edi': 'node-x12 knows no TA1',
  'samples/envelope/gozer-x12.no.line.break.no.delim.edi':
    'no segment terminator at all: refused by both, in other words',
  'samples/envelope/gozer-x12.wrong.GS.edi': 'XX stands where GS should: refused by both, in other words',
}

describe.each(fixturePaths('samples'))('%s', path => {
  it('is read alike by both, or the difference is explained', () => {
    const bytes = fixture(path)
    const file = readX12(bytes)
    const told = new Set(
      [...errorsOf(file), ...file.interchanges.flatMap(each => each.issues)].map(issue => issue.code),
    )
    let theirs: string[][]
    try {
      theirs = theirSegments(repaired(bytes, file))
    } catch (refusal) {
      const reason = sameReason.find(([pattern]) => pattern.test((refusal as Error).message))
      if (!(reason && told.has(reason[1]))) expect(explained, (refusal as Error).message).toHaveProperty([path])
      return
    }
    if (explained[path]) return
    expect(comparable(theirs)).toEqual(comparable(ourSegments(bytes)))
  })
})

/** node-x12 checks the envelope alone: of our broken files it refuses these, and accepts those whose fault only a guide can tell. */
const refusedByBoth = new Set([
  'invalid-ge01-wrong-count',
  'invalid-ge02-mismatch',
  'invalid-iea-missing',
  'invalid-iea02-mismatch',
  'invalid-se-missing',
  'invalid-se01-wrong-count',
  'invalid-se02-mismatch',
])

const broken = fixturePaths().filter(path => path.includes('/invalid-'))

it.each(broken)('%s is refused by us, and by node-x12 only for its envelope', path => {
  const bytes = fixture(path)
  expect(errorsOf(readX12(bytes))).not.toEqual([])
  const name = /invalid-[^.]+/.exec(path)![0]
  if (refusedByBoth.has(name)) expect(() => theirSegments(decode(bytes))).toThrow()
  else expect(comparable(theirSegments(decode(bytes)))).toEqual(comparable(ourSegments(bytes)))
})
