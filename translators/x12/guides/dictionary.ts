import { codeTables } from './codes.ts'
import { elementChanges003, elementChanges005010, elementTable } from './elements.ts'
import {
  type CompositeDefinition,
  type Dictionary,
  type ElementDefinition,
  type ElementType,
  packCode,
  type Relation,
  type SegmentDefinition,
  type Slot,
} from './model.ts'
import { compositeTable, segmentChanges005010, segmentTable } from './segments.ts'

/** The dictionaries that guides are built from, oldest first. A version between two is read with the older one. */
export const dictionaryVersions = ['003000', '004010', '005010'] as const
export type DictionaryVersion = (typeof dictionaryVersions)[number]

const tablesOf: Record<DictionaryVersion, { elements: string[]; segments: string[] }> = {
  '003000': { elements: [elementTable, elementChanges003], segments: [segmentTable] },
  '004010': { elements: [elementTable], segments: [segmentTable] },
  '005010': { elements: [elementTable, elementChanges005010], segments: [segmentTable, segmentChanges005010] },
}

const built = new Map<DictionaryVersion, Dictionary>()

/** The segments and elements of one version; built on first use and kept. */
export function dictionaryOf(version: DictionaryVersion): Dictionary {
  let dictionary = built.get(version)
  if (!dictionary) {
    dictionary = buildDictionary(version)
    built.set(version, dictionary)
  }
  return dictionary
}

function buildDictionary(version: DictionaryVersion): Dictionary {
  const elements = new Map<string, ElementDefinition>()
  for (const table of tablesOf[version].elements) for (const line of lines(table)) addElement(elements, line)
  const composites = new Map<string, CompositeDefinition>()
  for (const line of lines(compositeTable)) {
    const [number, name, tokens] = columns(line)
    composites.set(number, { number, name, slots: parseSlots(tokens, elements, composites) })
  }
  const segments = new Map<string, SegmentDefinition>()
  for (const table of tablesOf[version].segments) {
    for (const line of lines(table)) {
      const [tag, name, tokens, relations] = columns(line)
      const slots = tokens === '?' ? undefined : parseSlots(tokens, elements, composites)
      segments.set(tag, {
        tag,
        key: packCode(tag),
        name,
        slots,
        mandatory: (slots?.findLastIndex(slot => slot.required) ?? -1) + 1,
        relations: relations.split(/\s+/).filter(Boolean).map(parseRelation),
      })
    }
  }
  const byKey = new Map([...segments.values()].map(segment => [segment.key, segment]))
  return {
    version,
    segment: tag => segments.get(tag),
    segmentByKey: key => byKey.get(key),
    element: number => elements.get(number),
  }
}

function lines(table: string): string[] {
  return table.split('\n').filter(line => line.trim() !== '')
}

function columns(line: string): [string, string, string, string] {
  const [first = '', second = '', third = '', fourth = ''] = line.split('|').map(column => column.trim())
  return [first, second, third, fourth]
}

function addElement(elements: Map<string, ElementDefinition>, line: string): void {
  const match = /^(\S+)\s+(\S+)\s+(\d+)\s+(\d+)\s+(.+)$/.exec(line)
  if (!match) throw new Error(`element table: cannot read "${line}"`)
  const [, number = '', type = '', min = '', max = '', name = ''] = match
  elements.set(number, { ...elementOf(number, name, type, Number(min), Number(max)), ...codesOf(number) })
}

function elementOf(number: string, name: string, type: string, min: number, max: number): ElementDefinition {
  const implied = /^N(\d)$/.exec(type)
  return { number, name, type: (implied ? 'N' : type) as ElementType, decimals: Number(implied?.[1] ?? 0), min, max }
}

function codesOf(number: string): Pick<ElementDefinition, 'codes' | 'meanings'> {
  const table = codeTables[number]
  if (!table) return {}
  const meanings = new Map<string, string>()
  for (const entry of table.codes.split(';')) {
    const [code = '', ...words] = entry.trim().split(' ')
    meanings.set(code, words.join(' '))
  }
  return { meanings, codes: table.scope === 'all' ? new Set([...meanings.keys()].map(packCode)) : undefined }
}

function parseSlots(
  tokens: string,
  elements: Map<string, ElementDefinition>,
  composites: Map<string, CompositeDefinition>,
): Slot[] {
  const expanded = tokens.replace(/\(([^)]*)\)x(\d+)/g, (_, group: string, times: string) =>
    Array.from({ length: Number(times) }, () => group).join(' '),
  )
  return expanded.split(/\s+/).map(token => {
    const required = token.endsWith('!')
    const name = required ? token.slice(0, -1) : token
    const composite = composites.get(name)
    if (composite) return { required, composite }
    const inline = /^(ID|AN|N\d|R|DT|TM):(\d+):(\d+)$/.exec(name)
    if (inline) return { required, element: elementOf('', '', inline[1]!, Number(inline[2]), Number(inline[3])) }
    const element = elements.get(name)
    if (!element) throw new Error(`segment table: element ${name} is not in the element table`)
    return { required, element }
  })
}

function parseRelation(text: string): Relation {
  const elements = [...text.slice(1).matchAll(/\d\d/g)].map(match => Number(match[0]))
  const mask = elements.reduce((bits, element) => bits | (1 << element), 0)
  return { kind: text[0] as Relation['kind'], elements, mask, first: 1 << elements[0]! }
}
