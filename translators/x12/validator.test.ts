import { describe, expect, it } from 'vitest'
import { overlaySchema, readX12 } from './index.ts'
import { bytesOf } from './testing/envelopes.ts'
import { brief } from './testing/outline.ts'
import type { ReadOptions } from './types.ts'

const header = (release = '') =>
  `ISA*00*          *00*          *ZZ*ACME           *ZZ*NORTHWIND      *261122*1504*^*00501*000000017*0*P*>~${release}`

/** An 846 with these segments after BIA, in 005010. */
function stock(segments: readonly string[], release = ''): string {
  const body = ['ST*846*0001', 'BIA*00*SI*1*20261122', ...segments]
  const set = [...body, `SE*${body.length + 1}*0001`]
  const all = ['GS*IB*ACME*NORTHWIND*20261122*1504*42*X*005010', ...set, 'GE*1*42', 'IEA*1*000000017']
  return header(release) + all.map(segment => `${segment}~`).join('')
}

function setOf(text: string, options: ReadOptions = {}) {
  return readX12(bytesOf(text), options).interchanges[0]!.groups[0]!.sets[0]!
}

const issuesOf = (text: string, options?: ReadOptions) => setOf(text, options).issues.map(brief)
const item = ['LIN**VN*A-1', 'QTY*33*5*EA']

describe('an element that may repeat', () => {
  const dmg = (value: string) => stock([`N1*ST*ANN`, ...item]).replace('N1*ST*ANN~', `N1*ST*ANN~DMG*****${value}~`)

  it('is checked in each of its repetitions', () => {
    const once = issuesOf(dmg('A'))
    expect(issuesOf(dmg('A^B'))).toEqual(once)
    const long = 'X'.repeat(40)
    const issues = setOf(dmg(`A^${long}`)).issues.filter(issue => issue.code === 'too-long')
    expect(issues.map(({ at, value }) => [at.element, at.repetition, at.component, value])).toEqual([[5, 2, 1, long]])
  })

  it('repeats no more often than it may', () => {
    const value = Array.from({ length: 11 }, () => 'A').join('^')
    expect(issuesOf(dmg(value)).filter(issue => issue.includes('too-many-repetitions'))).toHaveLength(1)
  })
})

it('refuses a repetition where none is allowed', () => {
  expect(issuesOf(stock(['LIN**VN*A-1^A-2', 'QTY*33*5*EA']))).toContainEqual(
    expect.stringContaining('too-many-repetitions'),
  )
})

describe('a release character (ISX01)', () => {
  const released = (value: string) => setOf(stock([`LIN**VN*${value}`, 'QTY*33*5*EA'], 'ISX*?~'))

  it.each([
    ['A?*1', 'A*1'],
    ['A?~1', 'A~1'],
    ['A??1', 'A?1'],
    ['A?>1', 'A>1'],
    ['A?^1', 'A^1'],
  ])('makes data of what follows: %s', (sent, meant) => {
    const { document, issues } = released(sent)
    expect(issues).toEqual([])
    expect(document).toMatchObject({ lines: [{ ids: { supplier: meant } }] })
  })

  it('keeps a component whole that has the separator in it', () => {
    const reference = (value: string) => [`REF*ZZ*X**ZZ>${value}`, ...item]
    const value = ['A', 'B', 'C', 'D', 'E', 'F']
    expect(setOf(stock(reference(value.join('?>')), 'ISX*?~')).issues).toMatchObject([{ code: 'not-carried' }])
    expect(issuesOf(stock(reference(value.join('>')), 'ISX*?~'))).toContainEqual(
      expect.stringContaining('too-many-components'),
    )
  })

  it("reads the same under a partner's map that rewrites the set", () => {
    const overlay = overlaySchema.parse({ set: '846', codes: { QTY03: { EA: 'UN' } } })
    const text = stock(['LIN**VN*A?>1', 'QTY*33*5*UN'], 'ISX*?~')
    const { document, issues } = setOf(text, { overlay: () => overlay })
    expect(issues).toEqual([])
    expect(document).toMatchObject({ lines: [{ ids: { supplier: 'A>1' }, unit: 'EA' }] })
  })

  it.each(['A', '*', '', '??'])('is none where ISX names %j, which is told', named => {
    const file = readX12(bytesOf(stock(['LIN**VN*A?1', 'QTY*33*5*EA'], `ISX*${named}~`.replace('***', '**'))))
    expect(file.interchanges[0]!.issues).toMatchObject([{ code: 'invalid-header', severity: 'warning' }])
    expect(file.interchanges[0]!.groups[0]!.sets[0]!.document).toMatchObject({ lines: [{ ids: { supplier: 'A?1' } }] })
  })

  it('is data where ISX did not name it', () => {
    const { document } = setOf(stock(['LIN**VN*A?1', 'QTY*33*5*EA']))
    expect(document).toMatchObject({ lines: [{ ids: { supplier: 'A?1' } }] })
  })
})

it('says in words which condition does not hold, and where a decimal point stands that is implied', () => {
  const messages = (...segments: string[]) => setOf(stock([...segments, ...item])).issues.map(issue => issue.message)
  expect(messages('CUR*SE*USD******20261122')).toEqual(['CUR07 is missing; needed with CUR08.'])
  expect(messages('N1*ST**ZZ')).toEqual(['N104 is missing; N103, N104 come together.'])
  expect(messages('REF*DP')).toEqual(['One of REF02, REF03 is needed.'])
  expect(messages(...item, 'QTY*33*5**FIVE')).toContain('Only one of QTY02, QTY04 may be sent.')
  expect(messages(...item, 'SAC*C*D240***12.50')).toContain(
    'SAC05 Amount "12.50" has a decimal point; the last 2 digits are the decimals, without a point.',
  )
})

describe('the characters that a partner may send', () => {
  const named = (name: string) => stock([`N1*ST*${name}`, ...item])
  const under = (characterSet: 'basic' | 'extended' | 'utf-8', name: string) =>
    issuesOf(named(name), { validation: { characterSet } }).filter(issue => issue.includes('invalid-character'))

  it.each([
    ['basic', 'ANN (SHOP) 1/2'],
    ['extended', 'Ann @ #1 $5 [x] {y}'],
    ['extended', 'Émile Müller'],
    ['utf-8', '株式会社 🚚'],
  ] as const)('are those of the %s set: %s', (characterSet, name) => {
    expect(under(characterSet, name)).toEqual([])
  })

  it.each([
    ['basic', 'Ann'],
    ['basic', 'A@B'],
    ['basic', 'ÉMILE'],
    ['extended', '株式会社'],
    ['extended', 'A€'],
  ] as const)('are no others than those of the %s set: %s', (characterSet, name) => {
    expect(under(characterSet, name)).toEqual([expect.stringMatching(/^error invalid-character N102/)])
  })

  it('are not looked at unless that is agreed', () => {
    expect(issuesOf(named('Ann 株式会社'))).toEqual(issuesOf(named('ANN')))
  })

  it('are told of when they are no UTF-8', () => {
    const bytes = bytesOf(named('CAF?'))
    bytes[bytes.indexOf(0x3f)] = 0xe9
    const codes = (options?: ReadOptions) =>
      readX12(bytes, options).interchanges[0]!.groups[0]!.sets[0]!.issues.map(issue => issue.code)
    expect(codes()).toContain('not-utf8')
    expect(codes({ validation: { characterSet: 'utf-8' } })).toContain('invalid-character')
    expect(codes({ validation: { characterSet: 'extended' } })).toContain('not-utf8')
  })
})

describe('a release without a guide of its own', () => {
  /** An order as it was sent in 003040: NTE at its head, six-digit dates, AMT after CTT. */
  const body = ['BEG*00*SA*PO-1**261120', 'NTE*GEN*CALL FIRST', 'N1*ST*ANN', 'PO1*1*2*EA*3.50**VN*A-1', 'CTT*1']
  const order = (version: string, segments = body) =>
    [
      header().replace('*^*00501', '*U*00304'),
      ...['GS*PO*ACME*NORTHWIND*20261122*1504*42*X*', version, '~ST*850*0001~', segments.join('~')],
      `~SE*${segments.length + 2}*0001~GE*1*42~IEA*1*000000017~`,
    ].join('')
  const told = (text: string, validation: ReadOptions['validation'] = {}) =>
    setOf(text, { validation }).issues.map(({ severity, code, acknowledgment }) => [
      severity,
      code,
      acknowledgment?.code,
    ])

  it('is read with the nearest, whose own rules are told and not held against it', () => {
    const { document, issues } = setOf(order('003040'))
    expect(document).toMatchObject({ kind: 'purchase-order', date: '2026-11-20', lines: [{ unitPrice: '3.50' }] })
    expect(issues[0]?.message).toContain('There is no guide of version 003040: the guide of 003000 stands in')
    expect(told(order('003040'))).toEqual([
      ['warning', 'unfamiliar-version', undefined],
      ['warning', 'foreign-segment', undefined],
    ])
  })

  it('is held to what the partnership says of single issues', () => {
    expect(told(order('003040'), { severities: { 'foreign-segment': 'error' } })).toContainEqual([
      ...['error', 'foreign-segment', '6'],
    ])
    expect(told(order('003040'), { severities: { 'foreign-segment': 'ignore' } })).toHaveLength(1)
  })

  it('is still refused for what is wrong in every release', () => {
    const wrong = (segment: string, at: number) => told(order('003040', body.with(at, segment))).slice(1)
    expect(wrong('PO1*1*two*EA*3.50**VN*A-1', 3)).toContainEqual(['error', 'invalid-number', '6'])
    expect(wrong('BEG*00*SA*PO-1**261350', 0)).toContainEqual(['error', 'invalid-date', '8'])
    expect(wrong('BEG*00*SA***261120', 0)).toContainEqual(['error', 'missing-element', '1'])
    expect(wrong('XYZ*1', 1)).toContainEqual(['error', 'unknown-segment', '1'])
    expect(wrong('LDT*AF*3*DA', 4)).toContainEqual(['error', 'misplaced-segment', '7'])
  })

  it('is read with the release that the partnership names, strictly', () => {
    const text = order('006010', ['BEG*00*SA*PO-1**20261120', ...body.slice(1)])
    expect(told(text).map(([severity]) => severity)).toEqual(['warning', 'warning'])
    expect(told(text, { release: '004010' })).toEqual([['error', 'foreign-segment', '6']])
  })
})
