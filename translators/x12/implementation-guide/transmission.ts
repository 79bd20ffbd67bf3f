import { visible } from '../annotate/visible.ts'
import type { EnvelopeRules } from '../overlay/envelope-schema.ts'
import type { Overlay } from '../overlay/schema.ts'
import type { Delimiters } from '../types.ts'
import type { Term } from './model.ts'
import { anyOf } from './words/places.ts'

const names: Readonly<Record<string, string>> = {
  '*': 'asterisk',
  '~': 'tilde',
  '>': 'greater than',
  ':': 'colon',
  '^': 'caret',
  '|': 'bar',
  '+': 'plus',
  "'": 'apostrophe',
  '\n': 'line feed',
  '\r': 'carriage return',
  '\t': 'tab',
}

/** A delimiter as it may be shown: itself, its name, its byte. */
export function delimiterWords(character: string): string {
  const byte = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
  const named = names[character] ? `${names[character]}, ` : ''
  return `${visible(character)} (${named}hex ${byte})`
}

/** How files are sent: what is not said is as the standard has it. */
export function transmissionTerms(delimiters: Delimiters, overlay: Overlay | undefined): Term[] {
  const { characters, batch, timeZone } = overlay ?? {}
  const breaks = { '\n': 'line feed', '\r\n': 'carriage return and line feed' } as const
  const terms: [string, string | undefined][] = [
    ['Element separator', delimiterWords(delimiters.element)],
    ['Segment terminator', delimiterWords(delimiters.segment)],
    ['Component separator', delimiterWords(delimiters.component)],
    ['Repetition separator', delimiters.repetition && delimiterWords(delimiters.repetition)],
    ['Line break after each segment', overlay?.lineBreak ? breaks[overlay.lineBreak] : undefined],
    [
      'Line length',
      overlay?.lineLength
        ? `a line break after every ${overlay.lineLength} characters, wherever that falls`
        : undefined,
    ],
    ['Characters', characterWords(characters, overlay?.uppercase)],
    ['Characters that are replaced', characters?.replace && replacementWords(characters.replace)],
    ['Times', timeZone ? `in the time zone ${timeZone}` : undefined],
    ['Sets in a group', batch?.setsPerGroup ? `at most ${batch.setsPerGroup}` : undefined],
    ['Sets in an interchange', batch?.setsPerInterchange ? `at most ${batch.setsPerInterchange}` : undefined],
    ['Kinds of document', batch?.oneKindPerInterchange ? 'one kind in an interchange' : undefined],
    ['File name', overlay?.fileName],
    ['Levels', overlay?.hierarchy && hierarchyWords(overlay.hierarchy)],
    ...envelopeTerms(overlay?.envelope),
  ]
  return terms.flatMap(([name, value]) => (value ? [{ name, value }] : []))
}

function characterWords(rules: Overlay['characters'], uppercase: boolean | undefined): string | undefined {
  const set =
    rules?.set === 'basic'
      ? 'the basic set of X12 (capitals, digits and some signs)'
      : rules?.set === 'extended'
        ? 'the extended set of X12'
        : ''
  return [set, uppercase ? 'capitals only' : ''].filter(Boolean).join(', ') || undefined
}

function replacementWords(replace: Readonly<Record<string, string>>): string {
  return Object.entries(replace)
    .map(([from, to]) => `“${from}” by ${to ? `“${to}”` : 'nothing'}`)
    .join(', ')
}

const levels: Readonly<Record<string, string>> = { S: 'shipment', O: 'order', T: 'tare', P: 'pack', I: 'item' }

function hierarchyWords(hierarchy: string): string {
  return [...hierarchy].map(level => levels[level] ?? level).join(' → ')
}

function envelopeTerms(rules: EnvelopeRules | undefined): [string, string | undefined][] {
  if (!rules) return []
  const environments = Object.entries(rules.environments ?? {}).flatMap(([name, literals]) =>
    literalTerms(literals).map(([term, value]): [string, string | undefined] => [`${term} (${name})`, value]),
  )
  return [
    ...literalTerms(rules),
    ['Other versions read', rules.acceptVersions && anyOf(rules.acceptVersions)],
    ...environments,
  ]
}

type Literals = Omit<EnvelopeRules, 'environments' | 'acceptVersions'>

/** One line for each thing that a map may say of the envelope: the types see to it that none is left out. */
const literalWords: {
  readonly [K in keyof Required<Literals>]: [string, (given: NonNullable<Literals[K]>) => string]
} = {
  authorization: ['Authorization (ISA01, ISA02)', ({ qualifier, value }) => `${qualifier}, ${value || 'spaces'}`],
  security: ['Security (ISA03, ISA04)', ({ qualifier, value }) => `${qualifier}, ${value || 'spaces'}`],
  sender: ['Sender (ISA05, ISA06)', ({ qualifier, id }) => `${qualifier}, ${id}`],
  receiver: [
    'Receiver (ISA07, ISA08)',
    given => (given === 'source' ? 'whoever sent the document that is answered' : `${given.qualifier}, ${given.id}`),
  ],
  standard: ['Standard (ISA11)', given => given],
  interchangeVersion: ['Interchange version (ISA12)', given => given],
  acknowledgmentRequested: ['TA1 (ISA14)', given => (given ? 'asked for' : 'not asked for')],
  usage: ['Usage (ISA15)', given => (given === 'P' ? 'P, production' : 'T, test')],
  groupSender: ['Group sender (GS02)', given => given],
  groupReceiver: ['Group receiver (GS03)', given => given],
  agency: ['Agency (GS07)', given => given],
  groupDate: ['Group date (GS04)', given => given],
  groupTime: ['Group time (GS05)', given => given],
  setControlNumberWidth: ['Set control number (ST02)', given => `${given} digits, filled with zeros`],
}

function literalTerms(rules: Literals): [string, string | undefined][] {
  const names = Object.keys(literalWords) as (keyof Literals)[]
  return names.map(name => literalTerm(name, rules))
}

function literalTerm<K extends keyof Literals>(name: K, rules: Literals): [string, string | undefined] {
  const [term, words] = literalWords[name]
  const given = rules[name]
  return [term, given === undefined ? undefined : words(given as NonNullable<Literals[K]>)]
}
