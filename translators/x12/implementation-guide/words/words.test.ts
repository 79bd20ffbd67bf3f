import { describe, expect, it } from 'vitest'
import { overlaySchema } from '../../index.ts'
import { generalRules } from '../general-rules.ts'
import { sampleOf } from '../sample-value.ts'
import { transmissionTerms } from '../transmission.ts'
import { conditionWords } from './conditions.ts'
import { elementRuleWords } from './element-rules.ts'
import { placeWords } from './places.ts'
import { relationWords, segmentRuleWords } from './segment-rules.ts'
import { valueWords } from './values.ts'

describe('places', () => {
  it.each([
    ['BEG03', 'BEG03'],
    ['N104[ST|BT]', 'N104 where N101 = ST or BT'],
    ['PO1/REF02[DP]', 'REF02 where REF01 = DP, in loop PO1'],
    ['HL[S]/N1[ST]/N4', 'N4, in loop HL (HL03 = S) / N1 (N101 = ST)'],
    ['/REF', 'REF, outside every loop'],
    ['PO1/N9/MSG[#2]', 'MSG where the 2nd of its loop, in loop PO1 / N9'],
  ])('%s', (place, words) => {
    expect(placeWords(place)).toBe(words)
  })
})

it('tells conditions', () => {
  const condition = {
    all: [
      { place: 'BEG02', is: ['DS', 'SA'] },
      {
        any: [
          { place: 'REF[DP]', present: false },
          { fact: 'channel', isNot: 'store' },
        ],
      },
    ],
  }
  expect(conditionWords(condition)).toBe(
    'BEG02 is “DS” or “SA” and (REF where REF01 = DP is not sent or the agreed channel is not “store”)',
  )
  expect(conditionWords({ not: { place: 'PO104', above: '0' } })).toBe('it is not so that PO104 is above 0')
})

it('tells where values come from', () => {
  expect(valueWords({ sum: 'PO102' })).toBe('the sum of PO102')
  expect(valueWords({ source: 'references[department].value' })).toContain('returned as it came')
  expect(valueWords({ expression: '$sum(lines.quantity)' })).toBe('computed: $sum(lines.quantity)')
})

it('tells every kind of rule for an element', () => {
  const { elements } = overlaySchema.parse({
    set: '850',
    elements: {
      BEG03: { usage: 'required', length: [10, 10], pattern: '^\\d{10}$', note: 'Ten digits.' },
      REF02: { pad: { width: 9 }, prefix: 'V', placeholders: ['NONE'] },
      PO104: { decimals: { least: 2, most: 4 }, sign: 'positive', zero: 'omit' },
      MSG01: { wrap: 60 },
    },
  })
  expect(elementRuleWords(elements!.BEG03!)).toEqual([
    'Must be sent.',
    'Exactly 10 characters.',
    'Form: ^\\d{10}$, such as 1234567890',
    'Ten digits.',
  ])
  expect(elementRuleWords(elements!.REF02!)).toEqual([
    'Filled with “0” on the left to 9 characters.',
    'Begins with “V”, which is no part of the value.',
    '“NONE” means that there is no value.',
  ])
  expect(elementRuleWords(elements!.PO104!)).toEqual([
    '2 to 4 decimal places.',
    'Written without a minus.',
    'Left out when it is zero.',
  ])
  expect(elementRuleWords(elements!.MSG01!, ['wrap'])).toEqual([])
  expect(segmentRuleWords({ usage: 'required', max: 1, relations: { off: ['P0304'] } })).toEqual([
    'Must be sent.',
    'At most 1 of them.',
    'The standard’s condition P0304 is not asked for.',
  ])
})

it.each([
  ['P', [3, 4], 'N103 and N104 come together: if one is sent, all are.'],
  ['R', [2, 3], 'At least one of N102 and N103 is sent.'],
  ['E', [2, 3], 'Only one of N102 and N103 may be sent.'],
  ['C', [4, 5], 'If N104 is sent, so is N105.'],
  ['L', [3, 4, 5], 'If N103 is sent, so is at least one of N104 or N105.'],
] as const)('tells the relational condition %s', (kind, elements, words) => {
  expect(relationWords({ kind, elements }, 'N1')).toBe(words)
})

it('tells the rules of a map as a whole', () => {
  const overlay = overlaySchema.parse({
    set: '855',
    rules: [
      {
        name: 'rejections say why',
        in: 'PO1/ACK',
        when: { place: 'ACK01', is: 'IR' },
        must: { elements: { ACK29: { usage: 'required' } } },
        otherwise: { refuse: 'A reason only with a rejection.' },
      },
    ],
    add: [{ name: 'vendor', segment: 'REF', elements: { '01': 'IA', '02': { fact: 'vendor' } }, usage: 'optional' }],
    moves: [{ from: 'PO104', to: 'PO1/CTP03' }],
    policy: { answers: { everyLine: true, forbid: ['backordered'] } },
  })
  const rules = Object.fromEntries(generalRules(overlay).map(({ name, sentences }) => [name, sentences]))
  expect(rules['rejections say why']).toEqual([
    'In each ACK, in loop PO1: when ACK01 is “IR”:',
    'ACK29: Must be sent.',
    'Otherwise:',
    'This is refused: A reason only with a rejection.',
  ])
  expect(rules.vendor).toEqual([
    'REF is sent, where REF01 is always “IA” and REF02 is the vendor agreed with the partner.',
    'It is left out when one of these values is not known.',
  ])
  expect(rules['Values that stand elsewhere']).toEqual(['What usually stands in PO104 stands in CTP03, in loop PO1.'])
  expect(rules['What is expected of documents']).toEqual([
    'Every line of the order is answered.',
    'A line is never answered backordered.',
  ])
})

it('tells how files are sent', () => {
  const overlay = overlaySchema.parse({
    set: '850',
    delimiters: { segment: '\n' },
    uppercase: true,
    envelope: { receiver: { qualifier: '08', id: '9251850000' }, environments: { test: { usage: 'T' } } },
  })
  const terms = transmissionTerms({ element: '*', segment: '\n', component: '>' }, overlay)
  expect(Object.fromEntries(terms.map(({ name, value }) => [name, value]))).toEqual({
    'Element separator': '* (asterisk, hex 2A)',
    'Segment terminator': '␊ (line feed, hex 0A)',
    'Component separator': '> (greater than, hex 3E)',
    Characters: 'capitals only',
    'Receiver (ISA07, ISA08)': '08, 9251850000',
    'Usage (ISA15) (test)': 'T, test',
  })
})

it.each(['^\\d{10}$', '^[A-Z]{2}-?\\d+$', '^(?:WM|DS)[0-9]{3,5}$', '^[^0-9]{3}$', '.'])(
  'finds a text that %s takes',
  pattern => {
    expect(sampleOf(pattern)).toMatch(new RegExp(pattern, 'u'))
  },
)
