import { describe, expect, it } from 'vitest'
import { codeTables } from './codes.ts'
import { dictionaryOf, dictionaryVersions } from './dictionary.ts'
import { elementChanges, elementChanges003, elementTable } from './elements.ts'
import { type ElementDefinition, packCode } from './model.ts'
import { compositeTable, segmentChanges, segmentTable } from './segments.ts'

const tables = {
  elementTable,
  elementChanges003,
  segmentTable,
  compositeTable,
  ...named('elements', elementChanges),
  ...named('segments', segmentChanges),
}

function named(of: string, changes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).map(([since, table]) => [`${of} of ${since}`, table]))
}

function names(table: string): string[] {
  return table.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.split(/[\s|]/)[0]!]))
}

function repeated(list: string[]): string[] {
  return list.filter((name, index) => list.indexOf(name) !== index)
}

/** The element at a place such as `N101` or `TED0701`, by number and length. */
function place(version: (typeof dictionaryVersions)[number], tag: string, element: number, component?: number): string {
  const slot = dictionaryOf(version).segment(tag)?.slots?.[element - 1]
  const found = component ? slot?.composite?.slots[component - 1] : slot
  if (!found) return 'none'
  const { number, min, max } = found.element ?? { ...found.composite!, min: 0, max: 0 }
  const length = found.repeats ? ` ^${found.repeats}` : max > 0 ? ` ${min}/${max}` : ''
  return `${number}${found.required ? '!' : ''}${length}`
}

describe('the tables', () => {
  it.each(Object.entries(tables))('%s names nothing twice', (_, table) => {
    expect(names(table).length).toBeGreaterThan(0)
    expect(repeated(names(table))).toEqual([])
  })

  it('hold no element and no composite that no segment uses', () => {
    const lines = [segmentTable, compositeTable, ...Object.values(segmentChanges)].join('\n').split('\n')
    const used = new Set(lines.flatMap(line => line.split('|')[2]?.match(/\w+/g) ?? []))
    const described = [...names(elementTable), ...names(compositeTable)]
    expect(described.filter(number => !used.has(number))).toEqual([])
  })

  it('list codes of elements that there are, each code once', () => {
    for (const [number, { codes }] of Object.entries(codeTables)) {
      expect(dictionaryOf('005010').element(number), `element ${number}`).toBeDefined()
      const listed = codes.split(';').map(entry => entry.trim().split(' ')[0]!)
      expect({ number, repeated: repeated(listed) }).toEqual({ number, repeated: [] })
    }
  })
})

describe.each(dictionaryVersions)('the dictionary of %s', version => {
  const dictionary = dictionaryOf(version)
  const elements = names(elementTable).map(number => dictionary.element(number)!)

  it('reads every segment, whose conditions name elements that it has', () => {
    for (const tag of dictionary.tags()) {
      const { slots, relations, mandatory } = dictionary.segment(tag)!
      expect(slots!.length, tag).toBeGreaterThan(0)
      expect(mandatory, tag).toBeLessThanOrEqual(slots!.length)
      for (const { kind, elements, mask } of relations) {
        expect('PRECL', tag).toContain(kind)
        expect(elements.length, tag).toBeGreaterThanOrEqual(2)
        expect(Math.max(...elements), `${tag} ${kind}${elements}`).toBeLessThanOrEqual(slots!.length)
        expect(Math.min(...elements), tag).toBeGreaterThanOrEqual(1)
        expect(repeated(elements.map(String)), tag).toEqual([])
        expect(mask.toString(2).replaceAll('0', '').length, tag).toBe(elements.length)
      }
    }
  })

  it('gives each element a type and lengths that can be met', () => {
    for (const { number, type, min, max, decimals } of elements) {
      expect(['ID', 'AN', 'DT', 'TM', 'R', 'N', 'B'], number).toContain(type)
      expect(min, number).toBeGreaterThanOrEqual(1)
      expect(max, number).toBeGreaterThanOrEqual(min)
      expect(decimals, number).toBeLessThan(max)
    }
  })

  it('lists only codes of the length of their element, each with its meaning', () => {
    const wrong = elements.flatMap(({ number, min, max, meanings }) =>
      [...(meanings ?? [])].flatMap(([code, meaning]) =>
        code.length < min || code.length > max || meaning === '' ? [`${number} ${code}`] : [],
      ),
    )
    expect(wrong).toEqual([])
  })
})

describe('what a version holds', () => {
  it.each([
    ['004010', 'REF', 2, '127 1/30'],
    ['004030', 'REF', 2, '127 1/50'],
    ['005010', 'REF', 2, '127 1/50'],
    ['004010', 'PER', 4, '364 1/80'],
    ['004030', 'PER', 4, '364 1/256'],
    ['005010', 'PER', 4, '364 1/256'],
    ['004010', 'PO1', 2, '330 1/15'],
    ['005010', 'PO1', 2, '380 1/15'],
    ['004010', 'N1', 1, '98! 2/3'],
    ['004010', 'N4', 2, '156 2/2'],
    ['004010', 'N4', 7, 'none'],
    ['004030', 'N4', 7, '1715 1/3'],
    ['004010', 'ST', 3, 'none'],
    ['005010', 'ST', 3, '1705 1/35'],
    ['005010', 'CTX', 1, 'C998! ^10'],
    ['003000', 'DTM', 2, '373 6/6'],
    ['004010', 'DTM', 2, '373 8/8'],
    ['004010', 'BEG', 5, '373! 8/8'],
    ['004010', 'BEG', 8, '1019 3/3'],
    ['004010', 'BEG', 12, '640 2/2'],
    ['004010', 'BCH', 12, '1166 2/2'],
    ['004010', 'BCH', 14, '587 2/2'],
    ['004010', 'BCH', 16, '1232 2/2'],
    ['004010', 'BCA', 2, '587 2/2'],
    ['004010', 'BCA', 13, '92 2/2'],
    ['004010', 'BCA', 15, '640 2/2'],
  ] as const)('%s: %s%i is %s', (version, tag, element, expected) => {
    expect(place(version, tag, element)).toBe(expected)
  })

  it('has the parts of a composite', () => {
    expect(place('004010', 'AK4', 1)).toBe('C030!')
    expect(place('004010', 'AK4', 1, 1)).toBe('722! 1/2')
    expect(place('004010', 'AK4', 1, 2)).toBe('1528 1/2')
  })

  it('conditions as the version states them', () => {
    const conditions = (version: (typeof dictionaryVersions)[number], tag: string): string[] =>
      dictionaryOf(version)
        .segment(tag)!
        .relations.map(({ kind, elements }) => `${kind}${elements.join(',')}`)
    expect(conditions('004010', 'N1')).toEqual(['R2,3', 'P3,4'])
    expect(conditions('004010', 'REF')).toEqual(['R2,3'])
    expect(conditions('005010', 'N4')).toEqual(['E2,7', 'C6,5', 'C7,4'])
    expect(conditions('004010', 'TD5')).toContain('R2,4,5,6,12')
    expect(conditions('005010', 'QTY')).toEqual(['R2,4', 'E2,4'])
  })
})

describe('codes', () => {
  const has = (element: ElementDefinition | undefined, code: string): boolean | undefined =>
    element?.codes?.has(packCode(code))

  it('are enforced where the standard has no others, in every version', () => {
    for (const version of dictionaryVersions) {
      expect(has(dictionaryOf(version).element('1073'), 'Y')).toBe(true)
      expect(has(dictionaryOf(version).element('1073'), 'Q')).toBe(false)
    }
  })

  it('are enforced up to 004010 where the list is that version’s, and later ones may know more', () => {
    const [number] = Object.entries(codeTables).find(([, { scope }]) => scope === '004010')!
    expect(dictionaryOf('004010').element(number)!.codes!.size).toBe(
      dictionaryOf('004010').element(number)!.meanings!.size,
    )
    expect(dictionaryOf('005010').element(number)!.codes).toBeUndefined()
    expect(dictionaryOf('005010').element(number)!.meanings!.size).toBeGreaterThan(0)
  })

  it('are open where only those of retail are listed', () => {
    const qualifier = dictionaryOf('004010').element('128')!
    expect(qualifier.codes).toBeUndefined()
    expect(qualifier.meanings!.get('DP')).toBe('Department')
  })
})

it('reads a segment once', () => {
  const dictionary = dictionaryOf('004010')
  expect(dictionary.segment('PO1')).toBe(dictionary.segmentByKey(packCode('PO1')))
  expect(dictionary.segment('ZZZ')).toBeUndefined()
  expect(dictionary.segmentByKey(packCode('ZZZ'))).toBeUndefined()
  expect(dictionary.element('99999')).toBeUndefined()
  expect(dictionaryOf('004010')).toBe(dictionary)
})
