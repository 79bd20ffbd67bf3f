import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultLayouts } from '../../../../translators/csv/index.ts'
import type { DocumentKind } from '../../../../translators/documents/index.ts'
import { exampleDocuments } from '../../../../translators/x12/implementation-guide/examples/registry.ts'
import { overlayProblems, transactionSetFor } from '../../../../translators/x12/index.ts'
import type { FormValues } from '../../../ui/form-data.ts'
import {
  type Codec,
  characters,
  conditionLines,
  type Data,
  demandLines,
  elementLines,
  pairLines,
  spellingLines,
  textLines,
  textList,
  valueText,
} from './lines.ts'
import { formOf, formProblems, type MapForm, mapOf, placeProblems, readForm, sectionsFor, textOf } from './model.ts'

const folder = new URL('../../../../fixtures/overlays/', import.meta.url)

/** Every map of the fixtures, with its kind of document. */
function fixtures(): { name: string; kind: DocumentKind; map: Data }[] {
  const kinds = Object.keys(exampleDocuments) as DocumentKind[]
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\/\d{3}\.json$/.test(name))
    .map(name => {
      const map = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Data
      const kind = kinds.find(each => transactionSetFor(each).set === map.set)!
      return { name, kind, map }
    })
}

/** What a browser posts when nothing is changed. */
function postedBy(form: MapForm): FormValues {
  const posted: FormValues = {}
  for (const section of form.sections) {
    if (!section.rows) {
      for (const field of section.fields) posted[`${section.id}[f][${field.name}]`] = textOf(field, form.base)
      continue
    }
    for (const [index, row] of form.rows[section.id]!.entries()) {
      const name = (field: string) => `${section.id}[${index}][${field}]`
      if (section.rows.as === 'record') Object.assign(posted, { [name('=')]: row.key, [name('was')]: row.key })
      for (const field of section.fields) posted[name(field.name)] = textOf(field, row.value)
      posted[name('order')] ??= ''
    }
  }
  return posted
}

describe('the form of a map', () => {
  const all = fixtures()

  it('has maps to be tried with', () => expect(all.length).toBeGreaterThan(20))

  it.each(all)('says all that $name says, and changes nothing', ({ kind, map }) => {
    const sections = sectionsFor('x12', kind)
    const form = formOf(sections, map)
    expect(mapOf(form)).toEqual(map)
    expect(mapOf(readForm(sections, map, postedBy(form)))).toEqual(map)
    const bare = mapOf(readForm(sections, { set: map.set }, postedBy(form)))
    const { overlay: _, ...fields } = map
    expect(bare).toEqual(fields)
  })

  it.each(Object.entries(defaultLayouts))('says all that the layout of %s says', (kind, layout) => {
    const sections = sectionsFor('csv', kind as DocumentKind)
    const map = layout as unknown as Data
    const again = mapOf(readForm(sections, map, postedBy(formOf(sections, map))))
    expect(again).toEqual(map)
  })

  it('reads added, changed, renamed and removed rows', () => {
    const sections = sectionsFor('x12', 'purchase-order')
    const base = {
      set: '850',
      segments: { CTT: { usage: 'required', relations: { off: ['P0304'] } }, REF: { max: 2 } },
    }
    const map = mapOf(
      readForm(sections, base, {
        'general[f][name]': 'Orders',
        'segments[0][=]': '/CTT',
        'segments[0][was]': 'CTT',
        'segments[0][max]': '1',
        'segments[2][=]': 'N1[ST]',
        'segments[2][usage]': 'required',
        'elements[0][=]': 'BEG03',
        'elements[0][shortest]': '1',
        'elements[0][longest]': '10',
        'rules[0][name]': 'state',
        'rules[0][when]': 'N402 present\r\nfact environment is test|trial',
        'rules[0][must]': 'N403 required\r\nREF[DP] at most 1\r\nrefuse: no',
      }),
    )
    expect(map).toEqual({
      set: '850',
      name: 'Orders',
      segments: {
        '/CTT': { usage: 'required', relations: { off: ['P0304'] }, max: 1 },
        'N1[ST]': { usage: 'required' },
      },
      elements: { BEG03: { length: [1, 10] } },
      rules: [
        {
          name: 'state',
          when: {
            all: [
              { place: 'N402', present: true },
              { fact: 'environment', is: ['test', 'trial'] },
            ],
          },
          must: { elements: { N403: { usage: 'required' } }, segments: { 'REF[DP]': { max: 1 } }, refuse: 'no' },
        },
      ],
    })
    expect(overlayProblems(map)).toEqual([])
  })

  it('tells each problem at its place', () => {
    const sections = sectionsFor('x12', 'purchase-order')
    const map = {
      set: '850',
      segments: { CTT: {}, 'REF[DP]': { min: 'abc' } },
      elements: { BEG3: {}, BEG03: { pattern: '(?=a)', length: [5, 1] } },
      rules: [{ name: 'x', when: 'nonsense' }],
      delimiters: { element: '**' },
      envelope: { sender: { qualifier: '!' } },
      wrong: 1,
    }
    const form = formOf(sections, map)
    const placed = placeProblems(form, overlayProblems(map))
    const places = placed.map(({ section, row, field }) => [section, row, field].join(' '))
    expect(places.toSorted()).toEqual(
      ['  ', 'writing  delimiters.element', 'envelope  envelope.sender.id', 'envelope  envelope.sender.qualifier']
        .concat(['segments 1 min', 'elements 0 =', 'elements 1 pattern', 'elements 1 shortest', 'rules 0 when'])
        .toSorted(),
    )
  })

  it('refuses rows without a name and two of one name', () => {
    const sections = sectionsFor('x12', 'purchase-order')
    const posted = { 'segments[0][=]': 'REF', 'segments[1][=]': ' ', 'segments[2][=]': 'REF' }
    const form = readForm(sections, { set: '850' }, posted)
    const problems = formProblems(form)
    expect(problems.map(({ message }) => message)).toEqual([
      'say which, or remove this segment',
      'REF stands here twice',
    ])
    expect(placeProblems(form, problems).map(({ row, field }) => [row, field])).toEqual([
      [1, '='],
      [2, '='],
    ])
  })
})

describe('what stands in a field', () => {
  const text = fc.string({ maxLength: 12 }).filter(each => !/[\r]/.test(each))
  const value = fc.oneof(text, fc.record({ document: text }), fc.record({ expression: text, for: text }))
  const condition = fc.oneof(
    fc.record({ place: text, is: fc.oneof(text, fc.array(text)) }),
    fc.record({ fact: text, isNot: text }),
    fc.record({ place: text, present: fc.boolean() }),
  )
  const codecs: [string, Codec, fc.Arbitrary<unknown>][] = [
    ['values', valueText, value],
    ['conditions', conditionLines, fc.oneof(condition, fc.record({ all: fc.array(condition) }), text)],
    ['pairs', pairLines, fc.dictionary(text, text)],
    ['spellings', spellingLines, fc.dictionary(text, fc.oneof(text, fc.array(text)))],
    ['elements', elementLines, fc.dictionary(text, value)],
    ['texts', textLines, fc.array(text)],
    ['lists', textList('|'), fc.array(text)],
    [
      'demands',
      demandLines,
      fc.record(
        { segments: fc.dictionary(text, fc.record({ usage: text }), { minKeys: 1 }), refuse: text },
        { requiredKeys: [] },
      ),
    ],
    ['characters', characters, fc.string({ minLength: 1, maxLength: 3 })],
  ]
  it.each(codecs)('comes back as it was: %s', (_, codec, values) => {
    fc.assert(
      fc.property(values, each => {
        const plain: unknown = JSON.parse(JSON.stringify(each))
        expect(codec.parse(codec.print(plain))).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  })
})
