import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlayProblems } from './problems-in.ts'

const wrong = (value: unknown) => overlayProblems(value).map(({ path, message }) => `${path}: ${message}`)

describe('what is wrong with a map is told in words', () => {
  it.each([
    [{}, ['set: is missing: expected string']],
    [{ set: 'PO' }, ['set: expected a transaction set such as 850']],
    [{ set: '850', overlay: 2 }, ['overlay: expected 1: the version of the overlay language']],
    [{ set: '850', elemnts: {} }, [': "elemnts" means nothing here: correct the spelling or take it out']],
    [
      { set: '850', elements: { BEG3: { usage: 'required' } } },
      ['elements.BEG3: expected an element such as BEG03, N104[ST] or PO1/REF02[DP]'],
    ],
    [
      { set: '850', elements: { BEG03: { usage: 'mandatory' } } },
      ['elements.BEG03.usage: expected "required", "optional" or "not used"'],
    ],
    [
      { set: '850', elements: { BEG03: { pattern: '(a' } } },
      ['elements.BEG03.pattern: not a pattern: a "(" is not closed'],
    ],
    [
      { set: '850', elements: { BEG03: { pattern: '(a)\\1' } } },
      ['elements.BEG03.pattern: not a pattern: \\1 cannot be used here'],
    ],
    [{ set: '850', elements: { BEG03: { length: [5, 2] } } }, ['elements.BEG03.length: the first is the shorter']],
    [
      { set: '850', elements: { CTT02: { value: { expression: '$eval("1")' } } } },
      ['elements.CTT02.value.expression: there is no $eval here'],
    ],
    [
      { set: '850', elements: { CTT09: { usage: 'required' } } },
      ['elements.CTT09: CTT has 7 elements: there is no CTT09'],
    ],
    [
      { set: '850', segments: { ACK: { usage: 'required' } } },
      ['segments.ACK: the guide of 850 has no segment ACK there'],
    ],
    [{ set: '850', segments: { 'PO2/REF': { max: 1 } } }, ['segments.PO2/REF: the guide of 850 has no such loop']],
    [{ set: '850', segments: { REF: { min: 3, max: 2 } } }, ['segments.REF: min is larger than max']],
    [
      { set: '850', rules: [{ name: 'x', when: { place: 'BEG02' } }] },
      ['rules.0.when: a condition says one thing: is, isNot, present, matches, sameAs, differsFrom, above or below'],
    ],
    [
      {
        set: '850',
        rules: [{ name: 'x', in: 'PO1', when: { place: 'N104[ST]', is: 'X' }, must: { elements: { ACK01: {} } } }],
      },
      ['rules.0.must.elements.ACK01: the guide of 850 has no segment ACK there'],
    ],
    [{ set: '850', structure: [{ at: 'PO9', drop: true }] }, ['structure: PO9 is not in the guide']],
    [{ set: '850', delimiters: { element: '*', segment: '*' } }, ['delimiters: two delimiters are the same character']],
    [
      { set: '850', lineLength: 80, delimiters: { segment: '\n' } },
      ['lineLength: a line break cannot both end segments and break lines'],
    ],
    [
      { set: '856', moves: [{ from: 'HL[P]/MAN02[CP]', to: 'HL[S]/REF02[CN]' }] },
      [
        'moves.0: a value moves within its loop, into the loop that its segment starts, or out of the loop that it stands in',
      ],
    ],
    [
      { set: '850', add: [{ name: 'a', segment: 'REF', elements: { '01': 'ZZ', '02': { template: '{facts.x}' } } }] },
      [
        'add.0.elements.02.template: {facts.x} means nothing: expected {document.…}, {source.…}, {fact.…} or an element such as {BEG03}',
      ],
    ],
    [
      { set: '850', fileName: 'PO_{number}.edi' },
      ['fileName: {number} means nothing: expected {set}, {sender}, {receiver}, {control}, {date}, {time} or {fact.…}'],
    ],
    [{ set: '850', timeZone: 'New York' }, ['timeZone: expected a time zone such as America/New_York']],
    [
      { set: '855', policy: { answers: { send: 'sometimes' } } },
      ['policy.answers.send: Invalid option: expected one of "always"|"rejections"|"never"'],
    ],
  ])('%j', (value, problems) => {
    expect(wrong(value)).toEqual(problems)
  })

  it('and nothing is told of a map that works', () => {
    expect(
      wrong({
        overlay: 1,
        set: '855',
        segments: { 'PO1/ACK': { min: 1 }, '/REF[DP]': { usage: 'required' }, 'PO1/N1[ST]/N4': {} },
        elements: { 'PO1/ACK/DTM02[068]': { date: 'CCYYMMDD' }, ACK29: { codes: ['01'] } },
        rules: [
          {
            name: 'r',
            in: 'PO1/ACK',
            when: { place: 'ACK01', is: 'IR' },
            must: { elements: { ACK29: { usage: 'required' } } },
          },
        ],
        add: [{ name: 'a', in: 'PO1', segment: 'REF', elements: { '01': 'IA', '02': '1' } }],
      }),
    ).toEqual([])
  })
})

describe('whatever comes', () => {
  it('is answered, never thrown', () => {
    const parts = fc.constantFrom(
      'set',
      'elements',
      'segments',
      'rules',
      'add',
      'codes',
      'moves',
      'when',
      'BEG03',
      '850',
    )
    const value = fc.object({ key: parts, values: [parts, fc.integer(), fc.constant(null)], maxDepth: 5 })
    fc.assert(
      fc.property(fc.oneof(value, fc.anything()), given => {
        expect(Array.isArray(overlayProblems(given))).toBe(true)
        if (typeof given === 'object' && given !== null && !Array.isArray(given))
          expect(Array.isArray(overlayProblems({ ...given, set: '850' }))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('may not be nested without end', () => {
    const nested = `${'{"not":'.repeat(5_000)}{"place":"BEG02","is":"SA"}${'}'.repeat(5_000)}`
    const value = { set: '850', rules: [{ name: 'deep', when: JSON.parse(nested) }] }
    expect(wrong(value)).toEqual([': a map is nested at most 40 deep'])
  })
})
