import { describe, expect, it } from 'vitest'
import { fixture } from '../../fixtures/x12/files.ts'
import {
  functionalAcknowledgmentsOf,
  type Interchange,
  interchangeAcknowledgmentOf,
  overlaySchema,
  readX12,
  writeInterchangeAcknowledgments,
  writeX12,
} from './index.ts'
import { bytesOf, envelopeOf, textOf } from './testing/envelopes.ts'

function interchangeOf(path: string, change: (text: string) => string = text => text): Interchange {
  return readX12(bytesOf(change(textOf(fixture(path))))).interchanges[0]!
}

function acknowledge(interchange: Interchange) {
  return functionalAcknowledgmentsOf(interchange)[0]!
}

describe('one bad invoice of fifty', () => {
  const interchange = interchangeOf('810/invalid-it104-one-of-fifty.edi')
  const sets = interchange.groups[0]!.sets

  it('stops only itself', () => {
    expect(sets).toHaveLength(50)
    expect(sets.filter(set => set.document)).toHaveLength(49)
    expect(sets.filter(set => !set.document).map(set => set.controlNumber)).toEqual(['0017'])
  })

  it('is named in a partial acceptance, down to the element', () => {
    const written = writeX12([acknowledge(interchange)], envelopeOf())
    const lines = textOf(written.bytes).split('~')
    expect(lines.filter(line => /^AK[19]/.test(line))).toEqual(['AK1*IN*42', 'AK9*P*50*50*49'])
    expect(lines.filter(line => /^AK2/.test(line))).toHaveLength(50)
    const at = lines.indexOf('AK2*810*0017')
    expect(lines.slice(at, at + 4)).toEqual(['AK2*810*0017', 'AK3*IT1*8**8', 'AK4*4*212*6*abc', 'AK5*R*5'])
  })
})

it('accepts a group in which nothing is wrong', () => {
  expect(acknowledge(interchangeOf('850/northwind-drop-ship.edi'))).toEqual({
    kind: 'functional-acknowledgment',
    functionalId: 'PO',
    groupControlNumber: '42',
    status: 'accepted',
    codes: [],
    sets: [{ set: '850', controlNumber: '0001', status: 'accepted', codes: [], segments: [] }],
    included: 1,
    received: 1,
    accepted: 1,
  })
})

it('accepts with errors what is only warned of, and the document is there', () => {
  const interchange = interchangeOf('850/northwind-drop-ship.edi', text =>
    text.replace('KETTLE, BLUE', 'KETTLE > BLUE'),
  )
  const answer = acknowledge(interchange)
  expect(answer.status).toBe('accepted-with-errors')
  expect(answer.sets[0]).toMatchObject({
    status: 'accepted-with-errors',
    codes: ['5'],
    segments: [{ segment: 'PID', code: '8' }],
  })
  expect(interchange.groups[0]!.sets[0]!.document).toMatchObject({
    lines: [{ description: 'ENAMEL KETTLE > BLUE' }, {}],
  })
})

it('rejects a group that lost a set on the way, with all that came', () => {
  const interchange = interchangeOf('850/invalid-ge01-wrong-count.edi')
  const answer = acknowledge(interchange)
  expect(answer).toMatchObject({ status: 'rejected', codes: ['5'], included: 2, received: 1, accepted: 0 })
  expect(interchange.groups[0]!.sets[0]!.document).toBeUndefined()
})

it('never answers an acknowledgment', () => {
  expect(functionalAcknowledgmentsOf(interchangeOf('997/acme-partially-accepted.edi'))).toEqual([])
})

it('leaves out of AK404 what would break the answer itself', () => {
  const interchange = interchangeOf('850/northwind-drop-ship.edi', text => text.replace('*OR*', '*O>R:E*'))
  const answer = acknowledge(interchange)
  const written = writeX12([answer], envelopeOf())
  expect(textOf(written.bytes)).toContain('AK4*2*156*5*OR:E~')
  expect(readX12(written.bytes).interchanges[0]!.groups[0]!.sets[0]!.issues).toEqual([])
})

it("leaves it out under a partner's map too, and sends the answer", () => {
  const interchange = interchangeOf('850/northwind-drop-ship.edi', text => text.replace('*OR*', '*O>R:E*'))
  const written = writeX12(
    [acknowledge(interchange)],
    envelopeOf(),
    overlaySchema.parse({ set: '997', lineBreak: '\n' }),
  )
  expect(textOf(written.bytes)).toContain('AK4*2*156*5*OR:E~\n')
  expect(written.issues).toMatchObject([{ code: 'changed-by-map', severity: 'warning' }])
})

it('lets a partner be forgiven', () => {
  const bytes = fixture('850/invalid-n402-too-long.edi')
  const file = readX12(bytes, { validation: { severities: { 'too-long': 'ignore' } } })
  expect(file.interchanges[0]!.groups[0]!.sets[0]).toMatchObject({
    issues: [],
    document: { shipTo: { state: 'OREGON' } },
  })
  const warned = readX12(bytes, { validation: { severities: { 'too-long': 'warning' } } })
  expect(acknowledge(warned.interchanges[0]!).status).toBe('accepted-with-errors')
  expect(warned.interchanges[0]!.groups[0]!.sets[0]!.document).toBeDefined()
})

it('lists no more issues than asked for, and an error beyond them still rejects', () => {
  const segments = Array.from({ length: 30 }, () => 'ZZZ*1~').join('')
  const interchange = readX12(
    bytesOf(textOf(fixture('850/northwind-drop-ship.edi')).replace('CUR*', `${segments}CUR*`)),
    { maxIssuesPerSet: 5 },
  )
  const set = interchange.interchanges[0]!.groups[0]!.sets[0]!
  expect(set.issues).toHaveLength(6)
  expect(set.issues.at(-1)).toMatchObject({ code: 'too-many-issues', severity: 'error' })
  expect(set.document).toBeUndefined()
})

it.each([
  ['004010', '23', '6', '6'],
  ['005010', '23', '18', '19'],
])('names numbers that come twice and sets in the wrong group as %s does', (version, twice, foreign, group) => {
  const change = (text: string) => text.replace('*X*004010', `*X*${version}`)
  const codesOf = (text: (file: string) => string) => {
    const answer = functionalAcknowledgmentsOf(interchangeOf('850/northwind-drop-ship.edi', file => text(change(file))))
    // In 005010 this order also has a segment in error.
    const { codes, sets } = answer.at(-1)!
    return [...codes, ...sets.flatMap(set => set.codes)].filter(code => code !== '5')
  }
  const set = /ST\*.*?SE\*[^~]*~\s*/s
  expect(codesOf(file => file.replace(set, '$&$&').replace('GE*1', 'GE*2'))).toEqual([twice])
  expect(codesOf(file => file.replace('GS*PO', 'GS*IN'))).toEqual([foreign])
  expect(codesOf(file => file.replace(/GS\*.*?GE\*[^~]*~\s*/s, '$&$&').replace('IEA*1', 'IEA*2'))).toEqual([group])
})

describe('a 999', () => {
  const answer = acknowledge(interchangeOf('850/invalid-n402-too-long.edi'))

  it('is written where the partner wants it instead of a 997, and read as the same answer', () => {
    const written = writeX12([answer], envelopeOf({ version: '005010X231A1' }), overlaySchema.parse({ set: '999' }))
    expect(textOf(written.bytes)).toContain('~AK2*850*0001~IK3*N4*16**8~IK4*2*156*5*OREGON~IK5*R*5~AK9*R*1*1*0~')
    expect(written.sets).toMatchObject([{ set: '999', functionalId: 'FA' }])
    expect(readX12(written.bytes).interchanges[0]!.groups[0]!.sets[0]).toMatchObject({ issues: [], document: answer })
  })

  it('from elsewhere is read with its contexts left aside', () => {
    const [set] = readX12(fixture('samples/999/staedi-simple999.edi')).interchanges[0]!.groups[0]!.sets
    expect(set!.document).toMatchObject({
      status: 'partially-accepted',
      sets: [
        { status: 'accepted' },
        { status: 'rejected', segments: [{ segment: 'CLM', position: 22, elements: [{ element: 2, code: '1' }] }] },
        { status: 'rejected', segments: [{ segment: 'REF', code: '3', elements: [] }] },
      ],
    })
  })
})

describe('a TA1', () => {
  it('accepts an envelope in which nothing is wrong, and rejects one with its first fault', () => {
    expect(interchangeAcknowledgmentOf(interchangeOf('850/northwind-drop-ship.edi'))).toEqual({
      controlNumber: '000000017',
      date: '2026-11-22',
      time: '15:04',
      status: 'accepted',
      code: '000',
    })
    expect(interchangeAcknowledgmentOf(interchangeOf('850/invalid-iea02-mismatch.edi'))).toMatchObject({
      status: 'rejected',
      code: '001',
    })
  })

  it.each([
    ['*261122*', '*261322*', '014'],
    ['*1504*', '*2504*', '015'],
    ['000000017', '00000017A', '018'],
    ['*0*P*', '* *P*', '019'],
    ['*0*P*', '*0*X*', '020'],
  ])('notes what is wrong in ISA: %s as %s', (right, wrong, code) => {
    const interchange = interchangeOf('850/northwind-drop-ship.edi', text => text.replaceAll(right, wrong))
    expect(interchangeAcknowledgmentOf(interchange)).toMatchObject({ status: 'accepted-with-errors', code })
    expect(interchange.issues[0]!.at).toMatchObject({ segment: 'ISA' })
  })

  it('is read as it was written', () => {
    const answer = interchangeAcknowledgmentOf(interchangeOf('850/invalid-iea-missing.edi'))
    const written = writeInterchangeAcknowledgments([answer], envelopeOf())
    expect(readX12(written.bytes).interchanges[0]).toMatchObject({ acknowledgments: [answer], groups: [], issues: [] })
    expect(answer).toMatchObject({ status: 'rejected', code: '023' })
  })
})
