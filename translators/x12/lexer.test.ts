import { describe, expect, it } from 'vitest'
import { EnvelopeReader, readX12 } from './index.ts'
import { bytesOf } from './testing/envelopes.ts'

const header =
  'ISA*00*          *00*          *ZZ*ACME           *ZZ*NORTHWIND      *261122*1504*U*00401*000000017*0*P*>'
const body = [
  'GS*IB*ACME*NORTHWIND*20261122*1504*42*X*004010',
  'ST*846*0001',
  'BIA*00*SI*1*20261122',
  'LIN**VN*A-1',
  'QTY*33*5*EA',
  'SE*5*0001',
  'GE*1*42',
  'IEA*1*000000017',
]
const text = (terminator: string, start = header) => [start, ...body].map(segment => segment + terminator).join('')
const document = {
  kind: 'inventory-advice',
  scope: 'full',
  number: '1',
  date: '2026-11-22',
  lines: [{ ids: { supplier: 'A-1' }, quantity: '5', unit: 'EA' }],
}

const nothing = () => undefined
const silent = {
  interchange: nothing,
  group: nothing,
  set: nothing,
  groupEnd: nothing,
  interchangeEnd: nothing,
  outside: nothing,
}

function documentOf(content: string | Uint8Array) {
  const file = readX12(typeof content === 'string' ? bytesOf(content) : content)
  return file.interchanges[0]?.groups[0]?.sets[0]?.document
}

describe('the segment terminator', () => {
  it.each([
    ['a tilde', '~'],
    ['a tilde and a line feed', '~\n'],
    ['a tilde and CR LF', '~\r\n'],
    ['a tilde and two line feeds', '~\n\n'],
    ['a line feed', '\n'],
    ['CR LF', '\r\n'],
    ['a carriage return', '\r'],
    ['an apostrophe', "'"],
    ['the control character 0x15', '\u0015'],
    ['a closing brace', '}\n'],
    ['a letter outside ASCII', 'Ö'],
  ])('may be %s', (_, terminator) => {
    expect(documentOf(text(terminator))).toEqual(document)
  })
})

describe('delimiters', () => {
  it.each(['|', '+', '\u0007', '\u007f', '\t'])('may be %j between elements', separator => {
    expect(documentOf(text('~').replaceAll('*', separator))).toEqual(document)
  })

  it('are found although ISA is not padded', () => {
    expect(documentOf(text('~', header.replace(/ +/g, ' ')))).toEqual(document)
    expect(documentOf(text('~', header.replace(/ /g, '')))).toEqual(document)
  })

  it('are found although an element of ISA is too long', () => {
    expect(documentOf(text('~', header.replace('ACME    ', 'ACME AND BROTHERS')))).toEqual(document)
  })

  it('are found although ISA16 is empty', () => {
    expect(documentOf(text('~', header.slice(0, -1)))).toEqual(document)
    expect(documentOf(text('~\n', header.slice(0, -1)))).toEqual(document)
  })

  it('are found although lines are wrapped within ISA and after it', () => {
    const wrapped = text('~').replace(/.{80}/g, '$&\r\n')
    expect(documentOf(wrapped)).toEqual(document)
    expect(readX12(bytesOf(wrapped)).interchanges[0]!.issues.map(issue => issue.code)).toContain('wrapped-lines')
  })

  it('are found although a line is broken within a tag, wherever it is', () => {
    for (let length = 40; length < 120; length++) {
      const wrapped = text('~').replace(new RegExp(`[^]{${length}}`, 'g'), '$&\n')
      expect(documentOf(wrapped), `lines of ${length}`).toEqual(document)
    }
  })

  it('separate repetitions only from 00402 on, and not when ISA11 is a letter', () => {
    const delimiters = (isa11: string, isa12: string) =>
      readX12(bytesOf(text('~', header.replace('*U*00401', `*${isa11}*${isa12}`)))).interchanges[0]!.delimiters
    expect(delimiters('^', '00401').repetition).toBeUndefined()
    expect(delimiters('^', '00501').repetition).toBe('^')
    expect(delimiters('U', '00501').repetition).toBeUndefined()
    expect(delimiters('-', '00501').repetition).toBeUndefined()
  })
})

describe('what stands around', () => {
  it('is skipped when it is blank or a byte order mark', () => {
    expect(documentOf(`\ufeff${text('~')}`)).toEqual(document)
    expect(documentOf(`\r\n\n  ${text('~')}\n\u0000\n`)).toEqual(document)
    expect(documentOf(text('~\n').replace(/\n/g, '\n\t\u00a0 '))).toEqual(document)
    expect(readX12(bytesOf(`${text('~')}~\r\n~\u001a`)).issues).toEqual([])
  })

  it('is told when it is something else', () => {
    const file = readX12(bytesOf(`HELLO ${text('~')}BYE`))
    expect(file.issues.map(issue => [issue.code, issue.at.offset])).toEqual([
      ['stray-text', 0],
      ['stray-text', 6 + text('~').length],
    ])
    expect(file.interchanges).toHaveLength(1)
  })

  it('may be another interchange with other delimiters', () => {
    const file = readX12(bytesOf(text('~') + text('\n').replaceAll('*', '|').replaceAll('000000017', '000000018')))
    expect(file.interchanges.map(each => each.groups[0]!.sets[0]!.document)).toEqual([document, document])
    expect(file.interchanges.map(each => each.delimiters.element)).toEqual(['*', '|'])
    expect(file.interchanges.map(each => each.issues)).toEqual([[], []])
  })
})

it('reads a last segment without terminator', () => {
  expect(documentOf(text('~').slice(0, -1))).toEqual(document)
})

it('keeps data that is not UTF-8', () => {
  const bytes = bytesOf(text('~').replace('A-1', 'CAF?'))
  bytes[bytes.lastIndexOf('?'.charCodeAt(0))] = 0xe9
  expect(documentOf(bytes)).toMatchObject({ lines: [{ ids: { supplier: 'CAFé' } }] })
})

it('says where each set lies in the file', () => {
  const content = text('~\n')
  const set = readX12(bytesOf(content)).interchanges[0]!.groups[0]!.sets[0]!
  expect(content.slice(set.offset, set.offset + set.length)).toBe(
    body
      .slice(1, 6)
      .map((segment, i) => (i < 4 ? `${segment}~\n` : `${segment}~`))
      .join(''),
  )
})

it('tells an empty file from one that is no X12', () => {
  expect(readX12(new Uint8Array(0)).issues.map(issue => issue.code)).toEqual(['no-interchange'])
  expect(readX12(bytesOf('order,quantity\n1,2\n')).issues.map(issue => issue.code)).toEqual([
    'stray-text',
    'no-interchange',
  ])
})

it('cuts a segment of more than 1 MiB, skips the rest of it, and reads on after it, in whatever pieces', () => {
  const bytes = bytesOf(text('~').replace('LIN**VN*A-1', `LIN**VN*${'A*'.repeat(700_000)}`))
  const whole = readX12(bytes).interchanges[0]!
  expect(whole.issues.map(issue => issue.code)).toEqual(['overlong-segment'])
  const [set] = whole.groups[0]!.sets
  expect(set).toMatchObject({
    segmentsCount: 5,
    length: text('~').indexOf('GE*') - text('~').indexOf('ST*') - 3 + 1_400_000,
  })
  expect(set?.issues.map(issue => issue.code)).toContain('too-many-elements')
  for (const size of [65_536, 100_003]) {
    const groups: unknown[] = []
    const reader = new EnvelopeReader({}, { ...silent, set: found => groups.push(found) })
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size))
    reader.end()
    expect(groups).toEqual([set])
  }
})

describe('binary data (BIN, BDS)', () => {
  /** An 846 that has a segment after BIA, and what is told of it. */
  const withSegment = (segment: Uint8Array, pieces = Number.POSITIVE_INFINITY) => {
    const [before, after] = text('~').replace('SE*5', 'SE*6').split('LIN*')
    const bytes = Buffer.concat([bytesOf(before!), segment, bytesOf(`~LIN*${after}`)])
    const sets: unknown[] = []
    const reader = new EnvelopeReader({}, { ...silent, set: set => sets.push(set) })
    for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces))
    reader.end()
    return sets
  }
  const data = Uint8Array.from([0x2a, 0x7e, 0x0a, 0x00, 0xff, 0x53, 0x45, 0x2a, 0x7e, 0x3e])

  it.each([
    ['BIN', `BIN*${data.length}*`],
    ['BDS', `BDS*UUC*${data.length}*`],
  ])('of %s is as long as it says, whatever it holds, in pieces of any size', (tag, head) => {
    const segment = Buffer.concat([bytesOf(head), data])
    const [set, ...others] = withSegment(segment)
    expect(others).toEqual([])
    expect(set).toMatchObject({ segmentsCount: 6, issues: [{ code: 'foreign-segment', at: { segment: tag } }] })
    for (const size of [1, 5, 30]) expect(withSegment(segment, size)).toEqual([set])
  })

  it('ends at the next terminator where its length is wrong', () => {
    expect(withSegment(bytesOf('BIN*4*ABCDEF'))).toMatchObject([{ segmentsCount: 6 }])
    expect(withSegment(bytesOf('BIN*900000*ABCDEF'))).toMatchObject([{ segmentsCount: 6 }])
  })

  it('is passed over without being kept where it is longer than any segment', () => {
    const long = Buffer.concat([bytesOf(`BIN*${1 << 21}*`), Buffer.alloc(1 << 21, '~')])
    expect(withSegment(long, 1 << 16)).toMatchObject([{ segmentsCount: 6, issues: [{ code: 'foreign-segment' }] }])
  })
})
