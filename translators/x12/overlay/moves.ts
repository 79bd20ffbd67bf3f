import type { ElementPlace } from './place.ts'
import type { MoveAt } from './rules.ts'
import { type Branch, loopsMeant, remove, type Segment, setValue, standingIn, trim, valueAt } from './tree.ts'

/** Takes values from where the standard map puts them to where the partner wants them. */
export function moveForward(root: Branch, { from, to, clear }: MoveAt, separator: string): void {
  moveAll(root, from, to, separator, segment => {
    for (const place of clear) if (place.tag === segment.elements[0]) setValue(segment, place, '', separator)
  })
}

/** The way back. */
export function moveBack(root: Branch, { from, to }: MoveAt, separator: string): void {
  moveAll(root, to, from, separator, () => undefined)
}

function moveAll(
  root: Branch,
  from: ElementPlace,
  to: ElementPlace,
  separator: string,
  clean: (segment: Segment) => void,
): void {
  for (const branch of loopsMeant(root, from.loops)) {
    for (const found of standingIn(branch, from)) {
      const value = valueAt(found.segment, from, separator)
      if (!value) continue
      const start = found.loop && startsWithLoop(from, to) ? found.loop : branch
      const head = headMeant(start, to)
      const target = targetOf(start, to)
      if (head) setValue(head, to, value, separator)
      else if (!target || !put(target, to, value, found.segment, separator)) continue
      if (found.segment.elements[from.element] === value) setValue(found.segment, from, '', separator)
      clean(found.segment)
      trim(found.segment)
      if (isBare(found.segment, from) && !found.loop?.inner.length) remove(found)
    }
  }
}

/** Whether the place is inside the loop that the other's segment starts: `PO104` → `PO1/CTP03`. */
function startsWithLoop(from: ElementPlace, to: ElementPlace): boolean {
  return (to.loops?.length ?? 0) > (from.loops?.length ?? 0)
}

/** The loop in which a place's segment stands, looked for from a loop outwards. */
function targetOf(branch: Branch, to: ElementPlace): Branch | undefined {
  const wanted = to.loops?.length ?? depthOf(branch)
  let at: Branch | undefined = branch
  while (at && depthOf(at) > wanted) at = at.parent
  return at && depthOf(at) === wanted ? at : undefined
}

/** The segment that starts this loop or one around it, when that is what the place means: `PO104` from inside a `PO1`. */
function headMeant(branch: Branch, to: ElementPlace): Segment | undefined {
  let at: Branch | undefined = branch
  while (at && at.head?.elements[0] !== to.tag) at = at.parent
  return at?.head
}

function depthOf(branch: Branch): number {
  return branch.parent ? 1 + depthOf(branch.parent) : 0
}

/** Into the same segment, into one of its kind that lacks it, or into a new segment. */
function put(branch: Branch, to: ElementPlace, value: string, origin: Segment, separator: string): boolean {
  const empty = [...branch.standing()]
    .map(({ segment }) => segment)
    .filter(segment => segment.elements[0] === to.tag && !valueAt(segment, to, separator))
  const target = empty.includes(origin) ? origin : empty.find(segment => fitsFilters(segment, to))
  if (target) {
    setValue(target, to, value, separator)
    return true
  }
  const elements = [to.tag]
  for (const { element, values } of to.filters) setValue({ elements, at: 0 }, { element }, values[0]!, separator)
  setValue({ elements, at: 0 }, to, value, separator)
  return branch.add(elements, origin.at) !== undefined
}

function fitsFilters(segment: Segment, to: ElementPlace): boolean {
  return to.filters.every(({ element, values }) => values.includes(segment.elements[element] ?? ''))
}

/** Whether nothing is left in a segment but what its place said of it. */
function isBare(segment: Segment, from: ElementPlace): boolean {
  const filtered = from.filters.map(filter => filter.element)
  return segment.elements.every((text, element) => element === 0 || !text || filtered.includes(element))
}
