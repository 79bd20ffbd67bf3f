import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { placeOf, type Reading } from './binding.ts'

/** One HL level of a ship notice with those under it. */
export interface Level {
  /** HL03: S shipment, O order, T tare, P pack, I item. */
  code: string
  loop: Loop
  parent: Level | undefined
  children: Level[]
  /** Levels above it. */
  depth: number
}

/** No goods are packed deeper; a file that says so is damaged or made to harm. */
export const deepestLevel = 32

const HL = packCode('HL')

/** From the outside in. A level without HL02 stands under the nearest earlier level that is further out. */
const depths: Readonly<Record<string, number>> = { S: 0, O: 1, T: 2, P: 3, Q: 4, I: 5 }

/**
 * The tree of HL loops: by HL02 where it is given, else by the order in which they came. An HL02 that names no earlier level, and
 * an HL01 that came before, are told; such a level is placed as if it had no HL02.
 */
export function readHierarchy(root: Loop, reading: Reading): Level[] {
  const roots: Level[] = []
  const byId = new Map<string, Level>()
  let last: Level | undefined
  for (const loop of root.loops) {
    if (loop.node.key !== HL) continue
    const trigger = loop.segments[0]!
    const id = reading.text(trigger, 1)
    const parentId = reading.text(trigger, 2)
    const code = reading.text(trigger, 3)
    if (!Object.hasOwn(depths, code)) tellUnknown(reading, trigger, code)
    const named = byId.get(parentId)
    if (parentId && !named) tell(reading, trigger, 2, parentId, `HL02 "${parentId}" names no earlier level`)
    const asked = named ?? (parentId || code !== 'S' ? guessParent(last, code) : undefined)
    const tooDeep = asked?.depth === deepestLevel
    if (tooDeep) tell(reading, trigger, 2, parentId, `HL stands more than ${deepestLevel} levels deep`)
    const parent = tooDeep ? asked.parent : asked
    const level: Level = { code, loop, parent, children: [], depth: parent ? parent.depth + 1 : 0 }
    if (byId.has(id)) tell(reading, trigger, 1, id, `HL01 "${id}" was given to an earlier level`)
    byId.set(id, level)
    if (parent) parent.children.push(level)
    else roots.push(level)
    last = level
  }
  return roots
}

function guessParent(last: Level | undefined, code: string): Level | undefined {
  const depth = depths[code] ?? Number.POSITIVE_INFINITY
  let candidate = last
  while (candidate && (depths[candidate.code] ?? Number.POSITIVE_INFINITY) >= depth) candidate = candidate.parent
  return candidate ?? (last && rootOf(last))
}

function rootOf(level: Level): Level {
  return level.parent ? rootOf(level.parent) : level
}

function tellUnknown(reading: Reading, segment: number, code: string): void {
  const message = `HL03 "${code}" is no level that the map reads; what stands in it alone is left out.`
  reading.report('ambiguous-value', { message, at: placeOf(reading, segment, 3), value: code })
}

function tell(reading: Reading, segment: number, element: number, value: string, what: string): void {
  const message = `${what}; the levels are taken in the order in which they came.`
  reading.report('wrong-hierarchy', { message, at: placeOf(reading, segment, element), value })
}

/** The nearest level of a kind, from this one outwards. */
export function outer(level: Level, codes: string): Level | undefined {
  let at: Level | undefined = level
  while (at && !codes.includes(at.code)) at = at.parent
  return at
}

/** A level and everything under it, in order. */
export function descend(level: Level, into: Level[] = []): readonly Level[] {
  into.push(level)
  for (const child of level.children) descend(child, into)
  return into
}
