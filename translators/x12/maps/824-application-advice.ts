import { packCode } from '../guides/model.ts'
import { type Binding, cannotCarry, custom, each, type Part, placeOf, put, segment, segmentsOf } from './binding.ts'
import { type CodeMap, codeOf, meaningOf, referenceTypes } from './codes.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { date, fixed, integer, text } from './parts.ts'
import { referenceCode, references } from './references.ts'
import { joinPieces, splitText } from './texts.ts'
import { tellWordLeftOut } from './words-left-out.ts'

/** OTI01 (X12 110): what is spoken of, and what became of it. */
const levels: CodeMap = { document: ['T'], item: ['I'], batch: ['B'], group: ['G'] }
const statuses: CodeMap = {
  accepted: ['A'],
  'accepted-with-changes': ['C'],
  'accepted-with-errors': ['E'],
  'partially-accepted': ['P'],
  rejected: ['R'],
}

const outcome: Part = {
  read(found, into, reading) {
    const raw = reading.text(found, 1)
    const level = meaningOf(levels, raw.slice(0, 1))
    const status = meaningOf(statuses, raw.slice(1))
    if (level && status) {
      put(into, 'level', level, reading, found, 1)
      put(into, 'status', status, reading, found, 1)
      return
    }
    const message = `OTI01 is "${raw}", which the map does not know.`
    reading.report('unknown-code', { message, at: placeOf(reading, found, 1), value: raw })
  },
  write(from, elements) {
    elements[1] = `${codeOf(levels, from.level as string)}${codeOf(statuses, from.status as string)}`
    return true
  },
}

const NTE = packCode('NTE')
const RED = packCode('RED')
/** TED02 and NTE02 hold so many characters. */
const longestText = 60
const longestNote = 80
const mostText = 1000

/** TED02; a longer text begins there and stands whole in the notes after it. */
const errorText: Binding = {
  read(loop, into, reading) {
    const trigger = loop.segments[0]!
    const short = reading.text(trigger, 2)
    const pieces = segmentsOf(loop, NTE, reading.buffer).map(note => reading.text(note, 2))
    const long = joinPieces(pieces, longestNote)
    const whole = long.startsWith(short) ? long : [short, long].filter(Boolean).join(' ')
    if (whole) put(into, 'text', whole.slice(0, mostText), reading, trigger, 2)
  },
  write(from, loop) {
    const whole = (from.text as string | undefined) ?? ''
    if (whole.length > longestText) for (const piece of splitText(whole, longestNote)) loop.add(['NTE', '', piece])
  },
}

const shortText: Part = {
  read() {},
  write(from, elements) {
    elements[2] = ((from.text as string | undefined) ?? '').slice(0, longestText).trimEnd()
    return true
  },
}

/** RED06: a code from the list of the sender (RED03 93), mutually defined (RED05 ZZ). RED01 must be there and says nothing. */
const ownCode: Binding = {
  read(loop, into, reading) {
    const found = segmentsOf(loop, RED, reading.buffer)[0]
    const code = found === undefined ? '' : reading.text(found, 6)
    if (found !== undefined && code) put(into, 'ownCode', code, reading, found, 6)
  },
  write(from, loop) {
    if (typeof from.ownCode === 'string') loop.add(['RED', 'NA', '', '93', '', 'ZZ', from.ownCode])
  },
}

/** OTI02 and OTI03. A type that is neither a word of ours nor a code goes as ZZ. */
const reference: Part = {
  read(found, into, reading) {
    const code = reading.text(found, 2)
    const value = reading.text(found, 3)
    put(into, 'reference', { type: meaningOf(referenceTypes, code) ?? code, value }, reading, found, 3)
  },
  write(from, elements, writing, path) {
    const { type, value, description } = from.reference as Record<string, string | undefined>
    elements[2] = referenceCode(type!) ?? 'ZZ'
    if (!referenceCode(type!)) tellWordLeftOut(writing, type!, 'ZZ', `${path}reference.type`)
    elements[3] = value!
    if (description !== undefined) cannotCarry(writing, 'OTI', `${path}reference.description`)
    return true
  },
}

/** BGN04: the time of writing. */
const writtenAt: Part = {
  read() {},
  write(_, elements, writing) {
    elements[4] = writing.at.slice(11, 16).replace(':', '')
    return false
  },
}

/** TED05: the element, since 005010 with the component in it. */
const elementPlace: Part = {
  read(found, into, reading) {
    const numbers = reading.components(found, 5)
    for (const [i, field] of ['element', 'component'].entries()) {
      if (/^\d{1,2}$/.test(numbers[i] ?? '')) put(into, field, Number(numbers[i]), reading, found, 5)
    }
  },
  write(from, elements, writing, path) {
    if (from.element !== undefined) elements[5] = String(from.element)
    if (from.component !== undefined) cannotCarry(writing, 'TED05', `${path}component`)
    return from.element !== undefined
  },
}

const error = [
  segment('TED', [
    text(1, 'code'),
    shortText,
    text(3, 'segment'),
    integer(4, 'position'),
    elementPlace,
    text(6, 'dataElement'),
    text(7, 'value'),
  ]),
  custom(errorText),
  custom(ownCode),
]

/** X12 824 ⇄ application advice. */
export const map824 = mapSet('824', 'application-advice', [
  segment('BGN', [fixed(1, '00'), text(2, 'number'), date(3, 'date'), writtenAt]),
  ...parties({ from: 'FR|41|SE|SU|BY', to: 'TO|40|RL' }),
  each('OTI', 'answers', [
    segment('OTI', [
      outcome,
      reference,
      text(4, 'sender'),
      text(5, 'receiver'),
      date(6, 'date'),
      text(8, 'groupControlNumber'),
      text(9, 'setControlNumber'),
      text(10, 'set'),
    ]),
    references('references'),
    each('TED', 'errors', error, true),
  ]),
])
