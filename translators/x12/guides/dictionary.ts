import { type CodeTable, codeTables } from './codes.ts'
import { elementChanges, elementChanges003, elementTable } from './elements.ts'
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
import { compositeTable, segmentChanges, segmentTable } from './segments.ts'

/** The dictionaries that guides are built from, oldest first. A version between two is read with the older one. */
export const dictionaryVersions = ['003000', '004010', '004030', '005010'] as const
export type DictionaryVersion = (typeof dictionaryVersions)[number]

const opened = new Map<DictionaryVersion, Dictionary>()

/** The segments and elements of one version. Its tables are indexed when it is first asked for, and each segment is read from them when it is first asked for. */
export function dictionaryOf(version: DictionaryVersion): Dictionary {
  let dictionary = opened.get(version)
  if (!dictionary) {
    dictionary = new TableDictionary(version)
    opened.set(version, dictionary)
  }
  return dictionary
}

class TableDictionary implements Dictionary {
  readonly version: DictionaryVersion
  readonly #elementLines: ReadonlyMap<string, string>
  readonly #compositeLines: ReadonlyMap<string, string>
  readonly #segmentLines: ReadonlyMap<string, string>
  readonly #tags: ReadonlyMap<number, string>
  readonly #elements = new Map<string, ElementDefinition>()
  readonly #composites = new Map<string, CompositeDefinition>()
  readonly #segments = new Map<number, SegmentDefinition>()

  constructor(version: DictionaryVersion) {
    this.version = version
    const old = version < '004010' ? [elementChanges003] : []
    this.#elementLines = linesOf([elementTable, ...old, ...until(version, elementChanges)])
    this.#compositeLines = linesOf([compositeTable])
    this.#segmentLines = linesOf([segmentTable, ...until(version, segmentChanges)])
    this.#tags = new Map([...this.#segmentLines.keys()].map(tag => [packCode(tag), tag]))
  }

  tags(): readonly string[] {
    return [...this.#segmentLines.keys()]
  }

  segment(tag: string): SegmentDefinition | undefined {
    return this.#segmentLines.has(tag) ? this.segmentByKey(packCode(tag)) : undefined
  }

  segmentByKey(key: number): SegmentDefinition | undefined {
    const known = this.#segments.get(key)
    if (known) return known
    const tag = this.#tags.get(key)
    if (tag === undefined) return undefined
    const segment = this.#readSegment(this.#segmentLines.get(tag)!)
    this.#segments.set(key, segment)
    return segment
  }

  element(number: string): ElementDefinition | undefined {
    const known = this.#elements.get(number)
    if (known) return known
    const line = this.#elementLines.get(number)
    if (line === undefined) return undefined
    const element = readElement(line, this.version)
    this.#elements.set(number, element)
    return element
  }

  #readSegment(line: string): SegmentDefinition {
    const [tag, name, tokens, relations] = columns(line)
    const slots = this.#readSlots(tokens)
    return {
      tag,
      key: packCode(tag),
      name,
      slots,
      mandatory: slots.findLastIndex(slot => slot.required) + 1,
      relations: relations.split(/\s+/).filter(Boolean).map(readRelation),
    }
  }

  #composite(number: string): CompositeDefinition | undefined {
    const known = this.#composites.get(number)
    if (known) return known
    const line = this.#compositeLines.get(number)
    if (line === undefined) return undefined
    const [, name, tokens] = columns(line)
    const composite = { number, name, slots: this.#readSlots(tokens) }
    this.#composites.set(number, composite)
    return composite
  }

  #readSlots(tokens: string): Slot[] {
    const expanded = tokens.replace(/\(([^)]*)\)x(\d+)/g, (_, group: string, times: string) =>
      Array.from({ length: Number(times) }, () => group).join(' '),
    )
    return expanded.split(/\s+/).map(token => {
      const match = /^([\w:]+)(!?)(?:\^(\d+))?$/.exec(token)
      if (!match) throw new Error(`segment table: cannot read "${token}"`)
      const [, name = '', required, repeats] = match
      return { required: required === '!', ...(repeats ? { repeats: Number(repeats) } : {}), ...this.#value(name) }
    })
  }

  #value(name: string): Pick<Slot, 'element' | 'composite'> {
    const inline = /^(ID|AN|N\d|R|DT|TM):(\d+):(\d+)$/.exec(name)
    if (inline) return { element: elementOf('', '', inline[1]!, Number(inline[2]), Number(inline[3])) }
    const composite = this.#composite(name)
    if (composite) return { composite }
    const element = this.element(name)
    if (!element) throw new Error(`segment table: ${name} is neither in the element nor in the composite table`)
    return { element }
  }
}

/** The changes that hold in a version, oldest first. */
function until(version: string, changes: Readonly<Record<string, string>>): string[] {
  return Object.entries(changes).flatMap(([since, table]) => (since <= version ? [table] : []))
}

/** The lines of tables by their first word; a later table's line replaces an earlier one's. */
function linesOf(tables: string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const table of tables)
    for (const line of table.split('\n')) {
      const end = line.search(/\s/)
      if (end > 0) found.set(line.slice(0, end), line)
    }
  return found
}

function columns(line: string): [string, string, string, string] {
  const [first = '', second = '', third = '', fourth = ''] = line.split('|').map(column => column.trim())
  return [first, second, third, fourth]
}

function readElement(line: string, version: DictionaryVersion): ElementDefinition {
  const match = /^(\S+)\s+(\S+)\s+(\d+)\s+(\d+)\s+(.+)$/.exec(line)
  if (!match) throw new Error(`element table: cannot read "${line}"`)
  const [, number = '', type = '', min = '', max = '', name = ''] = match
  const element = elementOf(number, name, type, Number(min), Number(max))
  const table = codeTables[number]
  return table ? withCodes(element, table, version) : element
}

function elementOf(number: string, name: string, type: string, min: number, max: number): ElementDefinition {
  const implied = /^N(\d)$/.exec(type)
  return { number, name, type: (implied ? 'N' : type) as ElementType, decimals: Number(implied?.[1] ?? 0), min, max }
}

function withCodes(element: ElementDefinition, table: CodeTable, version: DictionaryVersion): ElementDefinition {
  const complete = table.scope === 'all' || (table.scope === '004010' && version <= '004010')
  let meanings: ReadonlyMap<string, string> | undefined
  return {
    ...element,
    ...(complete ? { codes: new Set([...readCodes(table.codes).keys()].map(packCode)) } : {}),
    get meanings() {
      meanings ??= readCodes(table.codes)
      return meanings
    },
  }
}

function readCodes(codes: string): Map<string, string> {
  return new Map(
    codes.split(';').map(entry => {
      const text = entry.trim()
      const end = text.search(/\s/)
      return [text.slice(0, end), text.slice(end + 1).trim()]
    }),
  )
}

function readRelation(text: string): Relation {
  const elements = [...text.slice(1).matchAll(/\d\d/g)].map(match => Number(match[0]))
  const mask = elements.reduce((bits, element) => bits | (1 << element), 0)
  return { kind: text[0] as Relation['kind'], elements, mask, first: 1 << elements[0]! }
}
