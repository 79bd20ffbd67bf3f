import { packCode } from '../guides/model.ts'
import { type Binding, cannotCarry, type Fields, listOf, put, type Reading, segmentsOf } from './binding.ts'
import { type CodeMap, codeOf, meaningOf } from './codes.ts'
import { joinPieces, splitText } from './texts.ts'

const PID = packCode('PID')
/** PID05 holds so many characters. */
const longestPiece = 80
/** X12 750 for the long description, and for what is only agreed between the two. */
const general = 'GEN'
const mutual = 'ZZ'
const product = '08'
const mostDescription = 4000
const mostValue = 264
/** A name that stands before its value in PID05: short enough to leave room for it, and without the signs that end it. */
const namesValue = /^[^:=,.[\]]{1,40}$/

/** X12 750. An attribute without a word here is the code itself, or stands by its name before its value. */
const characteristics: CodeMap = {
  color: ['73', '35', '75'],
  size: ['74', '91'],
  style: ['12'],
  fabric: ['92'],
  finish: ['77'],
  pattern: ['78'],
  grade: ['38'],
  fiber: ['37'],
}

/** The long description: free-form PID of the characteristic GEN, in pieces. */
export function longDescription(field: string): Binding {
  return {
    read(loop, into, reading) {
      const found = segmentsOf(loop, PID, reading.buffer).filter(each => reading.text(each, 2) === general)
      const whole = joinPieces(
        found.map(each => reading.text(each, 5)),
        longestPiece,
      )
      if (whole) put(into, field, whole.slice(0, mostDescription), reading, found[0]!, 5)
    },
    write(from, loop, writing, path) {
      const whole = from[field] as string | undefined
      if (!whole) return
      for (const piece of splitText(whole, longestPiece)) {
        if (!loop.add(['PID', 'F', general, '', '', piece])) return cannotCarry(writing, 'PID', `${path}${field}`)
      }
    },
  }
}

/** Every PID that is neither title nor description: colour, size and the like by their codes, others as `name: value`. */
export function attributes(field: string): Binding {
  return {
    read(loop, into, reading) {
      const found = segmentsOf(loop, PID, reading.buffer).filter(each => isAttribute(each, reading))
      const entries: { name: string; value: string }[] = []
      let last: { name: string; pieces: string[]; longest: number } | undefined
      const close = () => {
        if (last) entries.push({ name: last.name, value: joinPieces(last.pieces, last.longest).slice(0, mostValue) })
      }
      for (const each of found) {
        const piece = readPiece(each, reading)
        if (!piece) continue
        if (last?.name === piece.name && goesOn(last.pieces.at(-1)!, piece.text, last.longest))
          last.pieces.push(piece.text)
        else {
          close()
          last = { name: piece.name, pieces: [piece.text], longest: piece.longest }
        }
      }
      close()
      if (entries.length > 0) put(into, field, entries, reading, found[0]!, 5)
    },
    write(from, loop, writing, path) {
      for (const [i, entry] of listOf(from[field]).entries()) {
        const segments = attributeSegments(entry)
        if (!segments) {
          cannotCarry(writing, 'PID', `${path}${field}[${i}].name`)
          continue
        }
        for (const elements of segments) {
          if (!loop.add(elements)) return cannotCarry(writing, 'PID', `${path}${field}[${i}]`)
        }
      }
    },
  }
}

function isAttribute(segment: number, reading: Reading): boolean {
  const characteristic = reading.text(segment, 2)
  if (reading.text(segment, 1) === 'S') return reading.text(segment, 4) !== '' && reading.text(segment, 5) !== ''
  return characteristic !== '' && characteristic !== product && characteristic !== general
}

/** Whether a text was cut before `next`: its first word did not fit. Else it is another value of the same name. */
function goesOn(piece: string, next: string, longest: number): boolean {
  return piece.length + 1 + next.split(' ', 1)[0]!.length >= longest
}

function readPiece(segment: number, reading: Reading): { name: string; text: string; longest: number } | undefined {
  const code = reading.text(segment, 2) || reading.text(segment, 4)
  const text = reading.text(segment, 5)
  if (!text) return undefined
  const named = code === mutual ? /^([^:=,.[\]]{1,40}): ([\s\S]+)$/.exec(text) : null
  if (named) return { name: named[1]!, text: named[2]!, longest: longestPiece - named[1]!.length - 2 }
  const name = (meaningOf(characteristics, code) ?? code).replace(/[:=,.[\]]/g, '-')
  return { name, text, longest: longestPiece }
}

/** The segments of an attribute; none if its name can neither be a code nor be told from the value that follows it. */
function attributeSegments(entry: Fields): string[][] | undefined {
  const name = entry.name as string
  const value = entry.value as string
  const code = codeOf(characteristics, name) ?? (standsForItself(name) ? name : undefined)
  if (code) {
    return splitText(value, longestPiece).map(piece => ['PID', 'F', code, '', '', piece])
  }
  if (!namesValue.test(name)) return undefined
  const longest = longestPiece - name.length - 2
  return splitText(value, longest).map(piece => ['PID', 'F', mutual, '', '', `${name}: ${piece}`])
}

function standsForItself(name: string): boolean {
  if ([product, general, mutual].includes(name)) return false
  return /^[A-Z0-9]{2,3}$/.test(name) && meaningOf(characteristics, name) === undefined
}
