import { isDeepStrictEqual } from 'node:util'
import { parseElementPlace } from '../../../../translators/x12/overlay/place.ts'

/** Values of JSON with names. */
export type Data = Record<string, unknown>

/** How a value of a map stands in a field of the form: what is printed reads back as the same value. */
export interface Codec {
  print(value: unknown): string
  /** `undefined` where the text says nothing. What cannot be read is kept as a text, for the map's own check to complain about. */
  parse(text: string): unknown
}

/** A codec in words for what words can say, and JSON for all else: nothing that a map holds is lost by opening its form. */
function inWords(print: (value: unknown) => string | undefined, parse: (text: string) => unknown): Codec {
  return {
    print(value) {
      const texts = [print(value), ...(typeof value === 'string' ? [value] : [])]
      const found = texts.find(text => text !== undefined && isDeepStrictEqual(read(text, parse), value))
      return found ?? JSON.stringify(value)
    },
    parse: text => read(text, parse),
  }
}

function read(text: string, parse: (text: string) => unknown): unknown {
  if (text.trim() === '') return undefined
  return /^\s*[[{"]/.test(text) ? (jsonOf(text) ?? parse(text)) : parse(text)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The lines of a text that say something. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

/** `EA = UN`, one a line. */
export const pairLines: Codec = inWords(
  value =>
    isData(value)
      ? Object.entries(value)
          .map(([name, each]) => `${name} = ${isTexts(each) ? each.join(' | ') : String(each)}`)
          .join('\n')
      : undefined,
  text => pairsIn(text, each => each),
)

/** `accepted = Accepted | OK`, one a line: several spellings become a list. */
export const spellingLines: Codec = inWords(pairLines.print, text =>
  pairsIn(text, each => (each.includes(' | ') ? each.split(' | ').map(one => one.trim()) : each)),
)

function pairsIn(text: string, reading: (text: string) => unknown): unknown {
  const pairs = linesOf(text).map(line => /^(.*?)\s*=\s?(.*)$/.exec(line))
  if (pairs.some(pair => !pair?.[1])) return text
  return Object.fromEntries(pairs.map(pair => [pair![1], reading(pair![2]!)]))
}

const operators = {
  is: 'is',
  'is not': 'isNot',
  matches: 'matches',
  'same as': 'sameAs',
  'differs from': 'differsFrom',
  above: 'above',
  below: 'below',
} as const

const simple = /^(fact\s+)?(\S+)\s+(?:(present|absent)|(is not|is|matches|same as|differs from|above|below)\s+(.+))$/

/** `ACK01 is IR|IQ`, `N104[ST] present`, `fact environment is test`: one a line, all of which must hold. */
export const conditionLines: Codec = inWords(
  value => {
    const all = isData(value) && Array.isArray(value.all) ? value.all : [value]
    const lines = all.map(conditionLine)
    return lines.every(line => line !== undefined) ? lines.join('\n') : undefined
  },
  text => {
    const conditions = linesOf(text).map(conditionOf)
    if (conditions.some(each => each === undefined)) return text
    return conditions.length === 1 ? conditions[0] : { all: conditions }
  },
)

function conditionLine(condition: unknown): string | undefined {
  if (!isData(condition)) return undefined
  const { place, fact, present } = condition
  const subject = typeof fact === 'string' ? `fact ${fact}` : String(place)
  if (typeof present === 'boolean') return `${subject} ${present ? 'present' : 'absent'}`
  const found = Object.entries(operators).find(([, key]) => condition[key] !== undefined)
  if (!found) return undefined
  const operand = condition[found[1]]
  return `${subject} ${found[0]} ${isTexts(operand) ? operand.join('|') : String(operand)}`
}

function conditionOf(line: string): Data | undefined {
  const match = simple.exec(line)
  if (!match) return undefined
  const [, fact, name = '', presence, operator, operand = ''] = match
  const subject = fact ? { fact: name } : { place: name }
  if (presence) return { ...subject, present: presence === 'present' }
  const key = operators[operator as keyof typeof operators]
  const several = (key === 'is' || key === 'isNot') && operand.includes('|')
  return { ...subject, [key]: several ? operand.split('|').map(each => each.trim()) : operand }
}

/** `REF[DP] required`, `N104 not used`, `PO103 = EA`, `ACK at most 1`, `refuse: sentence`: one a line. */
export const demandLines: Codec = inWords(
  value => {
    if (!isData(value)) return undefined
    const { segments, elements, refuse } = value
    const lines = [...Object.entries(segments ?? {}), ...Object.entries(elements ?? {})].flatMap(([place, rule]) =>
      Object.entries(rule as Data).map(([key, each]) => demandLine(place, key, each)),
    )
    return [...lines, ...(refuse ? [`refuse: ${String(refuse)}`] : [])].join('\n')
  },
  text => {
    const demands: Data = {}
    for (const line of linesOf(text)) if (!addDemand(demands, line)) return text
    return demands
  },
)

function demandLine(place: string, key: string, value: unknown): string {
  if (key === 'usage') return `${place} ${String(value)}`
  if (key === 'fixed') return `${place} = ${String(value)}`
  if (key === 'max') return `${place} at most ${String(value)}`
  if (key === 'min') return `${place} at least ${String(value)}`
  return `${place} ${key} ${shown(value)}`
}

function addDemand(demands: Data, line: string): boolean {
  const refusal = /^refuse:\s*(.+)$/.exec(line)
  if (refusal) demands.refuse = refusal[1]
  const match = /^(\S+)\s+(?:(required|optional|not used)|=\s+(.+)|(pattern)\s+(.+)|at (most|least)\s+(\d+))$/.exec(
    line,
  )
  if (!match) return refusal !== null
  const [, place = '', usage, fixed, , pattern, end, count] = match
  const kind = parseElementPlace(place) ? 'elements' : 'segments'
  demands[kind] ??= {}
  const rules = demands[kind] as Record<string, Data>
  rules[place] ??= {}
  const rule = rules[place]
  if (usage) rule.usage = usage
  else if (fixed) rule.fixed = fixed
  else if (pattern) rule.pattern = pattern
  else rule[end === 'most' ? 'max' : 'min'] = Number(count)
  return true
}

const sourceNames = ['document', 'source', 'fact', 'copy', 'count', 'sum', 'template', 'expression'] as const
const sourceForm = new RegExp(`^(${sourceNames.join('|')}|text)(?:\\(([^)]*)\\))?:\\s*(.+)$`, 's')

/** A text as it stands, or where a value comes from: `source: references[department].value`, `expression(lines): quantity`. */
export const valueText: Codec = inWords(valueWords, valueIn)

function valueWords(value: unknown): string | undefined {
  if (typeof value === 'string') return sourceForm.test(value) ? `text: ${value}` : value
  if (!isData(value)) return undefined
  const name = sourceNames.find(each => typeof value[each] === 'string')
  return name && `${name}${typeof value.for === 'string' ? `(${value.for})` : ''}: ${String(value[name])}`
}

function valueIn(text: string): unknown {
  const [, name, list, rest] = sourceForm.exec(text) ?? []
  if (!name) return text
  return name === 'text' ? rest : { [name]: rest, ...(list !== undefined ? { for: list } : {}) }
}

/** `02 = source: references[department].value`: the elements of a segment, one a line. */
export const elementLines: Codec = inWords(
  value =>
    isData(value)
      ? Object.entries(value)
          .map(([number, each]) => `${number} = ${valueWords(each) ?? JSON.stringify(each)}`)
          .join('\n')
      : undefined,
  text => pairsIn(text, valueIn),
)

/** Texts, one a line. */
export const textLines: Codec = inWords(value => (isTexts(value) ? value.join('\n') : undefined), linesOf)

/** Texts in a row, parted by a character. */
export function textList(separator: ',' | '|'): Codec {
  const between = separator === ',' ? ', ' : ' | '
  return inWords(
    value => (isTexts(value) ? value.join(between) : undefined),
    text =>
      text
        .split(separator)
        .map(each => each.trim())
        .filter(each => each !== ''),
  )
}

/** What only JSON can say. */
export const jsonText: Codec = {
  print: value => JSON.stringify(value),
  parse: text => (text.trim() === '' ? undefined : (jsonOf(text) ?? text)),
}

/** A text as it stands; blank space at its ends counts. */
export const plain: Codec = { print: shown, parse: text => (text === '' ? undefined : text) }

/** A whole number. */
export const whole: Codec = {
  print: shown,
  parse: text => (text.trim() === '' ? undefined : /^\d{1,9}$/.test(text.trim()) ? Number(text) : text),
}

/** Yes or no. */
export const yesNo: Codec = {
  print: value => (value === true ? 'yes' : value === false ? 'no' : shown(value)),
  parse: text => (text === '' ? undefined : text === 'yes' ? true : text === 'no' ? false : text),
}

const spoken: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\r\n': '\\r\\n' }

/** Characters of which some cannot be seen: `\n`, `\x1d`. */
export const characters: Codec = {
  print: value =>
    typeof value === 'string'
      ? (spoken[value] ??
        value.replace(/[\x00-\x1f\x7f\\]/g, each => `\\x${each.charCodeAt(0).toString(16).padStart(2, '0')}`))
      : shown(value),
  parse: text =>
    text === ''
      ? undefined
      : text.replace(/\\(?:x([0-9a-f]{2})|([nrt]))/gi, (_, hex?: string, letter?: string) =>
          hex ? String.fromCharCode(Number.parseInt(hex, 16)) : { n: '\n', r: '\r', t: '\t' }[letter!.toLowerCase()]!,
        ),
}
