import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusinessDocument, documentKinds } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import { byteDelimiters } from './byte-delimiters.ts'
import { ByteSink } from './byte-sink.ts'
import { mapOfKind } from './maps/registry.ts'
import { Report } from './report.ts'
import { SetBuffer } from './set-buffer.ts'
import { checkSet } from './set-reader.ts'
import { SetWriter } from './set-writer.ts'
import { documents } from './testing/arbitraries.ts'
import type { Delimiters } from './types.ts'

const delimiters: Delimiters = { element: '*', segment: '~', component: '>', repetition: '^' }

/** Values that few elements can hold: too long, too short, in lower case, no number, beyond ASCII, with spaces at the end. */
const odd = fc.constantFrom(
  'X'.repeat(90),
  'Q',
  '-',
  '12,5',
  '1.2.3',
  'élan',
  'Жук',
  'end  ',
  '2026-02-30',
  '1'.repeat(30),
)

/** A document with one of its texts replaced by another. */
function replaced<T>(value: T, at: { left: number }, text: string): T {
  if (typeof value === 'string') return (at.left-- === 0 ? text : value) as T
  if (Array.isArray(value)) return value.map(each => replaced(each, at, text)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === 'kind' ? each : replaced(each, at, text)]),
  ) as T
}

/** A document with one of its lists emptied, or repeated until there is more than most loops take. */
function stretched<T>(value: T, at: { left: number }, times: number): T {
  if (Array.isArray(value) && at.left-- === 0) return Array.from({ length: times }, () => value).flat() as T
  if (Array.isArray(value)) return value.map(each => stretched(each, at, times)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, stretched(each, at, times)])) as T
}

function written(document: BusinessDocument, version: string) {
  const writer = new SetWriter({ version, at: '2026-11-22T15:00:00Z', delimiters, lineBreak: '', overlay: undefined })
  const result = writer.write(document, '0001', '')
  const sink = new ByteSink()
  writer.copyTo(sink)
  return { issues: result.issues.filter(issue => issue.at.position !== undefined), bytes: sink.finish() }
}

/** What the check of a whole set tells of bytes, as a reader would. */
function checkedIssues(document: BusinessDocument, version: string, bytes: Uint8Array) {
  const buffer = new SetBuffer()
  const segments = new TextDecoder().decode(bytes).split('~').slice(0, -1)
  for (const segment of segments) buffer.appendText(segment.split('*'), byteDelimiters(delimiters))
  const severities = document.kind === 'functional-acknowledgment' ? echoed : {}
  const report = new Report({}, { severities }, 100)
  const overlay = undefined
  checkSet(buffer, buffer.count - 1, { id: mapOfKind(document.kind).set, version, delimiters, overlay, report })
  return report.issues.filter(issue => issue.at.position !== undefined)
}

const echoed = {
  'too-long': 'warning',
  'too-short': 'warning',
  'invalid-number': 'warning',
  'invalid-character': 'warning',
} as const

const anyKind = fc.constantFrom(...documentKinds).chain(kind => documents[kind] as fc.Arbitrary<BusinessDocument>)

function shown(issues: readonly Issue[]) {
  return issues.map(({ code, severity, at, message }) => [code, severity, at.position, at.element, message])
}

describe.each(['004010', '005010'])('in %s', version => {
  it('tells of every odd value what checking the whole set tells', () => {
    let told = 0
    fc.assert(
      fc.property(anyKind, fc.nat(60), odd, (document, left, text) => {
        const changed = replaced(document, { left }, text)
        const { issues, bytes } = written(changed, version)
        told += issues.length
        expect(shown(issues)).toEqual(shown(checkedIssues(changed, version, bytes)))
      }),
      { numRuns: 400 },
    )
    expect(told).toBeGreaterThan(50)
  })

  it('tells of segments missing or too many what walking the guide tells', () => {
    let told = 0
    fc.assert(
      fc.property(anyKind, fc.nat(6), fc.constantFrom(0, 30, 210), (document, left, times) => {
        const changed = stretched(document, { left }, times)
        const { issues, bytes } = written(changed, version)
        told += issues.length
        expect(shown(issues)).toEqual(shown(checkedIssues(changed, version, bytes)))
      }),
      { numRuns: 150 },
    )
    expect(told).toBeGreaterThan(20)
  })
})

it('leaves out an attribute whose name has no room before its value, and says so', () => {
  const catalog = {
    kind: 'product-catalog',
    scope: 'delta',
    number: 'C-1',
    products: [
      {
        ids: { supplier: 'A-1' },
        attributes: [
          { name: 'N'.repeat(90), value: 'oak' },
          { name: 'a: b', value: 'c' },
        ],
      },
    ],
  } as unknown as BusinessDocument
  const writer = new SetWriter({
    version: '004010',
    at: '2026-11-22T15:00:00Z',
    delimiters,
    lineBreak: '',
    overlay: undefined,
  })
  const told = writer.write(catalog, '0001', '').issues.filter(issue => issue.code === 'not-carried')
  expect(told.map(issue => issue.at.path)).toEqual(['products[0].attributes[0].name', 'products[0].attributes[1].name'])
})
