import { COMPONENT } from '../byte-delimiters.ts'
import { packCode } from '../guides/model.ts'
import { type Binding, custom, each, type Fields, listOf, type Part, segment, segmentsAndStarts } from './binding.ts'
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
    const raw = reading.components(found, 1)
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

/** The elements in error of a segment. 997 repeats AK4 within the AK3 loop, 999 has a loop for each IK4. */
function elementAnswers(tag: string): Binding {
  const key = packCode(tag)
  const parts = [position, text(2, 'dataElement'), text(3, 'code'), badValue]
  return custom({
    read(loop, into, reading) {
      into.elements = segmentsAndStarts(loop, key, reading.buffer).map(found => {
        const fields: Fields = {}
        for (const part of parts) part.read(found, fields, reading)
        return fields
      })
    },
    write(from, loop, writing, path) {
      for (const entry of listOf(from.elements)) {
        const elements = [tag]
        for (const part of parts) part.write(entry, elements, writing, path)
        if (!loop.add(elements)) loop.addLoop(tag)?.add(elements)
      }
    },
  })
}

/** AK1 to AK9, with the tags by which 997 and 999 differ. */
function answers(segmentTag: string, elementTag: string, setTag: string): Binding[] {
  const places = [text(1, 'segment'), integer(2, 'position'), text(3, 'loop'), text(4, 'code')]
  const segments = each(segmentTag, 'segments', [segment(segmentTag, places), elementAnswers(elementTag)], true)
  const status = segment(setTag, [code(1, 'status', setStatuses), errorCodes(2)])
  const counts = [integer(2, 'included'), integer(3, 'received'), integer(4, 'accepted')]
  return [
    segment('AK1', [text(1, 'functionalId'), text(2, 'groupControlNumber')]),
    each('AK2', 'sets', [segment('AK2', [text(1, 'set'), text(2, 'controlNumber')]), segments, status], true),
    segment('AK9', [code(1, 'status', groupStatuses), ...counts, errorCodes(5)]),
  ]
}

/** X12 997 ⇄ functional acknowledgment. */
export const map997 = mapSet('997', 'functional-acknowledgment', answers('AK3', 'AK4', 'AK5'))

/** X12 999 ⇄ functional acknowledgment. Its contexts (CTX) are not kept. */
export const map999 = mapSet('999', 'functional-acknowledgment', answers('IK3', 'IK4', 'IK5'))
