import { HTTPException } from 'hono/http-exception'
import { pathName } from '../../../translators/objects/index.ts'

/** How deep lists and objects may lie in each other: many times what any document has. */
const deepest = 100

/**
 * Reads JSON as strictly as RFC 7493 §2.3 has it: of two members with one name it would be chance which counts. Throws what is answered with 400,
 * saying where the text is wrong.
 */
export function readJsonText(text: string): unknown {
  const value = parsed(text)
  const { depth, names } = shapeOf(text)
  if (depth > deepest) throw malformed(`it is more than ${deepest} levels deep.`)
  // What an object has twice it keeps once: only then is it worth the time to look where.
  if (names !== namesIn(value)) throw malformed(`${firstRepeat(text)} is given twice.`)
  return value
}

const malformed = (says: string) => new HTTPException(400, { message: `The body is not well-formed JSON: ${says}` })

function parsed(text: string): unknown {
  if (text.trim() === '') throw malformed('it is empty.')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(`${(error as Error).message}.`)
  }
}

const [quote, comma, colon] = [0x22, 0x2c, 0x3a]
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** How deep text that is JSON goes, and how many members its objects are given. */
function shapeOf(text: string): { depth: number; names: number } {
  let [depth, level, names] = [0, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) at = endOfText(text, at)
    else if (sign === colon) names += 1
    else if (sign === opensObject || sign === opensList) depth = Math.max(depth, ++level)
    else if (sign === closesObject || sign === closesList) level -= 1
  }
  return { depth, names }
}

/** How many members the objects of a value have. */
function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const members = Object.values(value)
  let names = Array.isArray(value) ? 0 : members.length
  for (const member of members) names += namesIn(member)
  return names
}

/** An object or a list around the place that is looked at. */
interface Frame {
  /** Of an object: the names before. */
  names: Set<string> | undefined
  /** The member that is looked at: its name or its place. */
  step: string | number
  /** The next text is a name. */
  named: boolean
}

/** Where the first name stands that its object has had before. */
function firstRepeat(text: string): string {
  const frames: Frame[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === quote) {
      const end = endOfText(text, at)
      const frame = frames.at(-1)
      if (frame?.named && repeats(frame, text.slice(at, end + 1))) break
      at = end
    } else if (sign === opensObject || sign === opensList) {
      const isObject = sign === opensObject
      frames.push({ names: isObject ? new Set() : undefined, step: isObject ? '' : 0, named: isObject })
    } else if (sign === closesObject || sign === closesList) frames.pop()
    else if (sign === comma) goOn(frames.at(-1)!)
  }
  return pathName(frames.map(({ step }) => step))
}

function goOn(frame: Frame): void {
  if (frame.names) frame.named = true
  else frame.step = Number(frame.step) + 1
}

/** Notes the name of a member, and tells whether the object had it before. */
function repeats(frame: Frame, quoted: string): boolean {
  const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
  const before = frame.names!.has(name)
  frame.names!.add(name)
  frame.step = name
  frame.named = false
  return before
}

/** Where the text that begins here ends: at a quote with an even number of backslashes before it. */
function endOfText(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text[end - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return end
  }
}
