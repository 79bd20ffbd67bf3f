import { type Guide, type LoopNode, packCode } from '../guides/model.ts'
import type { SetBuffer } from '../set-buffer.ts'
import type { Loop } from '../walker.ts'
import { fits, type SegmentPlace, type Step } from './place.ts'

/** A segment as text: element 0 is the tag. */
export interface Segment {
  elements: string[]
  /** Its place in the set as it came, ST = 0; that of its neighbour when a map added it. */
  at: number
}

/** One occurrence of a loop, its segments and inner loops in order; the first entry of an inner loop starts it. The root is the set. */
export class Branch {
  readonly node: LoopNode
  readonly parent: Branch | undefined
  entries: (Segment | Branch)[] = []

  constructor(node: LoopNode, parent?: Branch) {
    this.node = node
    this.parent = parent
  }

  /** The segment that starts the loop. */
  get head(): Segment | undefined {
    const first = this.entries[0]
    return this.parent && first && !(first instanceof Branch) ? first : undefined
  }

  get inner(): Branch[] {
    return this.entries.filter(entry => entry instanceof Branch)
  }

  /** The segments that stand in this loop: its own without its head, and the heads of the loops inside it. */
  *standing(): Generator<Found> {
    for (const [index, entry] of this.entries.entries()) {
      if (!(entry instanceof Branch)) {
        if (index > 0 || !this.parent) yield { segment: entry, owner: this }
      } else if (entry.head) yield { segment: entry.head, owner: this, loop: entry }
    }
  }

  /** Every segment in order. */
  *all(): Generator<Segment> {
    for (const entry of this.entries) {
      if (entry instanceof Branch) yield* entry.all()
      else yield entry
    }
  }

  /** Adds a segment where the guide has it, a loop around it when it starts one. Undefined when the guide has no place for it. */
  add(elements: string[], at: number, order: 'first' | 'last' = 'last'): Found | undefined {
    const tag = elements[0]!
    const index = this.node.segmentAt.get(tag) ?? this.node.loopAt.get(tag)
    if (index === undefined || (index === 0 && this.parent)) return undefined
    const child = this.node.children[index]!
    const segment: Segment = { elements, at }
    const key = packCode(tag)
    const later = this.entries.findIndex((entry, i) => (i > 0 || !this.parent) && this.#placeOf(entry) > index)
    const same = this.entries.findIndex((entry, i) => (i > 0 || !this.parent) && keyOf(entry) === key)
    const to = order === 'first' && same >= 0 ? same : later >= 0 ? later : this.entries.length
    if (child.kind === 'segment') {
      this.entries.splice(to, 0, segment)
      return { segment, owner: this }
    }
    const loop = new Branch(child, this)
    loop.entries.push(segment)
    this.entries.splice(to, 0, loop)
    return { segment, owner: this, loop }
  }

  #placeOf(entry: Segment | Branch): number {
    const key = keyOf(entry)
    const loop = entry instanceof Branch
    return this.node.children.findIndex(child => child.key === key && (child.kind === 'loop') === loop)
  }
}

function keyOf(entry: Segment | Branch): number {
  return entry instanceof Branch ? entry.node.key : packCode(entry.elements[0] ?? '')
}

/** A segment, the loop that it stands in, and the loop that it starts. */
export interface Found {
  segment: Segment
  owner: Branch
  loop?: Branch
}

/** Takes a segment out, with the whole loop when it starts one. */
export function remove({ segment, owner, loop }: Found): void {
  owner.entries = owner.entries.filter(entry => entry !== loop && entry !== segment)
}

/** A set that was read, as a tree; segments without a place in the guide are left out. */
export function treeFromLoops(root: Loop, buffer: SetBuffer): Branch {
  const build = (loop: Loop, parent?: Branch): Branch => {
    const branch = new Branch(loop.node, parent)
    const inner = [...loop.loops]
    for (const at of loop.segments) {
      while (inner[0] && inner[0].segments[0]! < at) branch.entries.push(build(inner.shift()!, branch))
      branch.entries.push({ elements: elementsOf(buffer, at), at })
    }
    for (const each of inner) branch.entries.push(build(each, branch))
    return branch
  }
  return build(root)
}

function elementsOf(buffer: SetBuffer, segment: number): string[] {
  return Array.from({ length: buffer.elements(segment) }, (_, element) => buffer.text(segment, element))
}

/** Segments that a map wrote in the guide's order, as a tree. A segment that the guide has no place for is left out. */
export function treeFromSegments(segments: readonly (readonly string[])[], guide: Guide): Branch {
  const root = new Branch(guide.root)
  const stack: { branch: Branch; index: number }[] = [{ branch: root, index: 0 }]
  for (const [at, given] of segments.entries()) {
    const key = packCode(given[0] ?? '')
    const depth = stack.findLastIndex(frame => nextPlace(frame, key) >= 0)
    if (depth < 0) continue
    stack.length = depth + 1
    const frame = stack[depth]!
    frame.index = nextPlace(frame, key)
    const child = frame.branch.node.children[frame.index]!
    const segment: Segment = { elements: [...given], at }
    if (child.kind === 'segment') frame.branch.entries.push(segment)
    else {
      const loop = new Branch(child, frame.branch)
      loop.entries.push(segment)
      frame.branch.entries.push(loop)
      stack.push({ branch: loop, index: 1 })
    }
  }
  return root
}

function nextPlace({ branch, index }: { branch: Branch; index: number }, key: number): number {
  const { keys } = branch.node
  for (let at = index; at < keys.length; at++) if (keys[at] === key && (at > 0 || !branch.parent)) return at
  return -1
}

/** The occurrences of the loops that a place names, or of all loops when it names none. */
export function loopsMeant(scope: Branch, loops: readonly Step[] | undefined): Branch[] {
  if (!loops) return everyLoop(scope)
  return loops.reduce<Branch[]>((open, step) => open.flatMap(branch => innerMeant(branch, step)), [scope])
}

function everyLoop(branch: Branch): Branch[] {
  return [branch, ...branch.inner.flatMap(everyLoop)]
}

function innerMeant(branch: Branch, step: Step): Branch[] {
  const fitting = branch.inner.filter(inner => inner.head && fits(step, inner.head.elements))
  return step.nth === undefined ? fitting : fitting.slice(step.nth - 1, step.nth)
}

/** The segments that a place means, in order. The scope's own head counts too where the place names no loops. */
export function segmentsMeant(scope: Branch, place: SegmentPlace): Found[] {
  const found = loopsMeant(scope, place.loops).flatMap(branch => standingIn(branch, place))
  if (place.loops || !scope.head || !scope.parent || !fits(place, scope.head.elements)) return found
  return [{ segment: scope.head, owner: scope.parent, loop: scope }, ...found]
}

/** The segments standing in one loop that a place's last step means. */
export function standingIn(branch: Branch, step: Step): Found[] {
  const fitting = [...branch.standing()].filter(({ segment }) => fits(step, segment.elements))
  return step.nth === undefined ? fitting : fitting.slice(step.nth - 1, step.nth)
}

/** An element's value; empty when the segment ends before it. */
export function valueAt(segment: Segment, place: { element: number; component?: number }, separator: string): string {
  const whole = segment.elements[place.element] ?? ''
  return place.component === undefined ? whole : (whole.split(separator)[place.component - 1] ?? '')
}

/** Puts a value into an element, or into one of its components. */
export function setValue(
  segment: Segment,
  place: { element: number; component?: number },
  value: string,
  separator: string,
): void {
  const { elements } = segment
  while (elements.length < place.element) elements.push('')
  if (place.component === undefined) {
    elements[place.element] = value
    return
  }
  const components = (elements[place.element] ?? '').split(separator)
  while (components.length < place.component) components.push('')
  components[place.component - 1] = value
  while (components.length > 1 && !components[components.length - 1]) components.pop()
  elements[place.element] = components.join(separator)
}

/** Drops the empty elements at a segment's end. */
export function trim(segment: Segment): void {
  const { elements } = segment
  while (elements.length > 1 && !elements[elements.length - 1]) elements.pop()
}
