import { COMPONENT } from '../set-buffer.ts'
import { type Binding, custom, each, type Fields, type Part, segment } from './binding.ts'
import type { CodeMap } from './codes.ts'
import { mapSet } from './map.ts'
import { code, integer, text } from './parts.ts'

/** X12 715. */
const groupStatuses: CodeMap = {
  accepted: ['A'],
  'accepted-with-errors': ['E'],
  'partially-accepted': ['P'],
  rejected: ['R', 'M', 'W', 'X'],
}

/** X12 717. */
const setStatuses: CodeMap = { accepted: ['A'], 'accepted-with-errors': ['E'], rejected: ['R', 'M', 'W', 'X'] }

/** Up to five error codes, from an element on. */
function errorCodes(first: number): Part {
  return {
    read(found, into, reading) {
      const codes = [0, 1, 2, 3, 4].map(i => reading.text(found, first + i)).filter(Boolean)
      into.codes = codes
    },
    write(from, elements) {
      for (const [i, each] of ((from.codes as string[] | undefined) ?? []).slice(0, 5).entries())
        elements[first + i] = each
      return false
    },
  }
}

/** AK401: element, component, repetition. */
const position: Part = {
  read(found, into, reading) {
    const raw = reading.text(found, 1).split(String.fromCharCode(reading.component))
    const names = ['element', 'component', 'repetition']
    for (const [i, name] of names.entries()) if (/^\d+$/.test(raw[i] ?? '')) into[name] = Number(raw[i])
  },
  write(from, elements) {
    const numbers = [from.element, from.component ?? '', from.repetition ?? '']
    while (numbers.length > 1 && numbers[numbers.length - 1] === '') numbers.pop()
    elements[1] = numbers.join(COMPONENT)
    return true
  },
}

/** AK404 shows the bad value as it stood; what would break the 997 itself is left out of it. */
const badValue: Part = {
  read(found, into, reading) {
    const value = reading.text(found, 4)
    if (value) into.value = value
  },
  write(from, elements, writing) {
    const marks = new Set(Object.values(writing.delimiters))
    const kept = [...((from.value as string | undefined) ?? '')].filter(
      character => character >= ' ' && !marks.has(character),
    )
    elements[4] = kept.join('').slice(0, 99)
    return false
  },
}

const setAnswers = each(
  'AK2',
  'sets',
  [
    segment('AK2', [text(1, 'set'), text(2, 'controlNumber')]),
    each(
      'AK3',
      'segments',
      [
        segment('AK3', [text(1, 'segment'), integer(2, 'position'), text(3, 'loop'), text(4, 'code')]),
        elementAnswers(),
      ],
      true,
    ),
    segment('AK5', [code(1, 'status', setStatuses), errorCodes(2)]),
  ],
  true,
)

/** AK4 repeats within the AK3 loop without a loop of its own. */
function elementAnswers(): Binding {
  const parts = [position, text(2, 'dataElement'), text(3, 'code'), badValue]
  return custom({
    read(loop, into, reading) {
      into.elements = loop.segments.slice(1).map(found => {
        const fields: Fields = {}
        for (const part of parts) part.read(found, fields, reading)
        return fields
      })
    },
    write(from, loop, writing, path) {
      for (const entry of (from.elements as Fields[] | undefined) ?? []) {
        const elements = ['AK4']
        for (const part of parts) part.write(entry, elements, writing, path)
        loop.add(elements)
      }
    },
  })
}

/** X12 997 ⇄ functional acknowledgment. */
export const map997 = mapSet('997', 'functional-acknowledgment', [
  segment('AK1', [text(1, 'functionalId'), text(2, 'groupControlNumber')]),
  setAnswers,
  segment('AK9', [
    code(1, 'status', groupStatuses),
    integer(2, 'included'),
    integer(3, 'received'),
    integer(4, 'accepted'),
    errorCodes(5),
  ]),
])
