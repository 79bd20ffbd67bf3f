import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixture } from '../../fixtures/x12/files.ts'
import { type EnvelopeHandler, EnvelopeReader } from './index.ts'
import { bytesOf, textOf } from './testing/envelopes.ts'
import { mutatedFile } from './testing/mutations.ts'

/** Everything told of a file that comes in pieces of a size, in the order in which it is told. */
function told(bytes: Uint8Array, size: number): string[] {
  const lines: string[] = []
  const tell = (what: string) => (value: unknown) => void lines.push(`${what} ${JSON.stringify(value)}`)
  const handler: EnvelopeHandler = {
    interchange: tell('interchange'),
    group: tell('group'),
    set: tell('set'),
    groupEnd: tell('group end'),
    interchangeEnd: tell('interchange end'),
    outside: tell('outside'),
  }
  const reader = new EnvelopeReader({}, handler)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size))
  reader.end()
  return lines
}

const file = textOf(fixture('850/northwind-drop-ship.edi'))
const sizes = [1, 2, 3, 7, 64, 500, 601]

describe('a file in pieces reads as it does whole', () => {
  it('in pieces of any size, whatever was damaged in it', () => {
    fc.assert(
      fc.property(mutatedFile, fc.integer({ min: 1, max: 300 }), (bytes, size) => {
        expect(told(bytes, size)).toEqual(told(bytes, bytes.length + 1))
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['a terminator of ISA that was damaged', file.replace('>~', '>X')],
    ['a terminator of ISA that is missing', file.replace('>~', '>')],
    ['an ISA that lost a separator', file.replace('*00*', '*00')],
    ['an ISA with a line break in it', file.replace('*ZZ*', '*ZZ\n*')],
    ['an ISA that was cut, with another after it', file.slice(0, 60) + file],
    ['text before the first ISA, with blanks in it', `HELLO \n\n\n THERE, IS ISA* AND\u00a0ISAS\n\n${file}`],
    ['text between interchanges', `${file}ONE\n\n\n\nTWO${file}`],
    ['text between interchanges, with a group in it', `${file}FROM A NETWORK\n\nGS*PO*A*B\nST*850${file}`],
    ['the terminator again between interchanges', `${file}~\n~${file}~`],
    ['a byte order mark in the middle', file.replace('GS*', '\ufeffGS*')],
    ['blank lines longer than what decides on ISA', file.replace('GS*', `${'\n'.repeat(900)}GS*`)],
  ])('with %s', (_, text) => {
    const bytes = bytesOf(text)
    const whole = told(bytes, bytes.length + 1)
    for (const size of sizes) expect(told(bytes, size), `pieces of ${size}`).toEqual(whole)
  })
})

it('tells once of what stands between two interchanges', () => {
  const lines = told(bytesOf(`${file}ONE\n\n\n\nTWO\u0000\u0000THREE ISA AND ISA*${file}`), 3)
  expect(lines.filter(line => line.startsWith('outside'))).toHaveLength(1)
})

it.each([
  ['EBCDIC', [0xc9, 0xe2, 0xc1, 0x5c, 0xf0, 0xf0]],
  ['UTF-16', [0xff, 0xfe, 0x49, 0x00, 0x53, 0x00]],
  ['UTF-16', [0xfe, 0xff, 0x00, 0x49, 0x00, 0x53]],
  ['UTF-16', [0x00, 0x49, 0x00, 0x53, 0x00, 0x41]],
  ['ZIP', [0x50, 0x4b, 0x03, 0x04, 0x14]],
  ['PDF', [...'%PDF-1.7'].map(character => character.charCodeAt(0))],
  ['EDIFACT', [...'UNB+UNOA:1'].map(character => character.charCodeAt(0))],
])('says that a file is %s', (name, bytes) => {
  for (const size of [1, 100]) expect(told(new Uint8Array(bytes), size)[0]).toContain(name)
})

it('says that an interchange without IEA ends where the next one begins', () => {
  const cut = file.slice(0, file.lastIndexOf('IEA'))
  const ends = told(bytesOf(cut + file), 50).filter(line => line.startsWith('interchange end'))
  const lengths = ends.map(line => JSON.parse(line.slice('interchange end '.length)).length)
  expect(lengths).toEqual([cut.trimEnd().length, file.trimEnd().length])
})
