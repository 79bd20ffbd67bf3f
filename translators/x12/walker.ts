import { type Track, type Tracks, tracksOf } from './guide-tracks.ts'
import type { Guide, LoopNode } from './guides/model.ts'
import type { Report } from './report.ts'
import type { SetBuffer } from './set-buffer.ts'

const none: Loop[] = []

/** One occurrence of a loop in a set: its own segments (as places in the buffer, in order) and the loops inside it. */
export class Loop {
  readonly node: LoopNode
  readonly segments: number[]
  #loops = none

  constructor(node: LoopNode, segments: number[]) {
    this.node = node
    this.segments = segments
  }

  get loops(): readonly Loop[] {
    return this.#loops
  }

  add(inner: Loop): void {
    if (this.#loops === none) this.#loops = [inner]
    else this.#loops.push(inner)
  }
}

/** A loop that is open, and how far in it the walk has come. */
interface Frame {
  track: Track
  loop: Loop
  /** The child that was matched last, and how often in a row. */
  index: number
  count: number
}

/**
 * Finds each segment's place in the guide and builds the tree of loops. A segment that has no place is told, and kept where the
 * guide would have it if only the order is wrong. Mandatory segments that never come are told where they should have stood.
 */
export class Walker {
  readonly root: Loop
  readonly #guide: Guide
  readonly #buffer: SetBuffer
  readonly #report: Report
  readonly #tracks: Tracks
  readonly #stack: Frame[]

  constructor(guide: Guide, buffer: SetBuffer, report: Report) {
    this.#guide = guide
    this.#buffer = buffer
    this.#report = report
    this.#tracks = tracksOf(guide)
    this.root = new Loop(guide.root, [])
    this.#stack = [{ track: this.#tracks.root, loop: this.root, index: 0, count: 0 }]
  }

  /** Walks the segments between ST and SE. `end` is the place after the last of them. */
  walk(from: number, end: number): Loop {
    const { keys } = this.#buffer
    const { numbers } = this.#tracks
    for (let segment = from; segment < end; segment++) {
      const key = keys[segment]!
      const tag = numbers.get(key)
      if (tag < 0) this.#refuse(key, segment)
      else this.#place(tag, key, segment)
    }
    this.#closeTo(0, end)
    const root = this.#stack[0]!
    this.#checkSkipped(root, root.loop.node.children.length, end)
    return this.root
  }

  /** The loop that the segment placed last stands in: its id, empty for the set itself. */
  get loopId(): string {
    return this.#stack[this.#stack.length - 1]!.loop.node.id
  }

  #place(tag: number, key: number, segment: number): void {
    const stack = this.#stack
    let crowded = -1
    let crowdedAt = -1
    for (let depth = stack.length - 1; depth >= 0; depth--) {
      const { track, index: reached, count } = stack[depth]!
      const start = depth > 0 && reached === 0 ? 1 : reached
      let index = track.first[tag]!
      while (index >= 0 && index < start) index = track.next[index]!
      for (; index >= 0; index = track.next[index]!) {
        if (index !== reached || count < track.max[index]!) {
          this.#enter(depth, index, segment)
          return
        }
        if (crowded < 0) {
          crowded = depth
          crowdedAt = index
        }
      }
    }
    if (crowded >= 0) this.#enterCrowded(crowded, crowdedAt, segment)
    else this.#enterMisplaced(key, segment)
  }

  #enter(depth: number, index: number, segment: number): void {
    this.#closeTo(depth, segment)
    const frame = this.#stack[depth]!
    if (index === frame.index) {
      frame.count++
    } else {
      this.#checkSkipped(frame, index, segment)
      frame.index = index
      frame.count = 1
    }
    this.#attach(frame, index, segment)
  }

  #attach({ track, loop }: Frame, index: number, segment: number): void {
    const inner = track.inner[index]
    if (!inner) {
      loop.segments.push(segment)
      return
    }
    const opened = new Loop(inner.node, [segment])
    loop.add(opened)
    this.#stack.push({ track: inner, loop: opened, index: 0, count: 1 })
  }

  #enterCrowded(depth: number, index: number, segment: number): void {
    const node = this.#stack[depth]!.loop.node.children[index]!
    const tag = this.#tag(segment)
    const loop = node.kind === 'loop'
    this.#report.add(loop ? 'too-many-loops' : 'too-many-segments', {
      message: `${loop ? `Loop ${tag}` : `Segment ${tag}`} occurs more than ${node.max} times; send no more than that.`,
      at: this.#at(segment),
      expected: `at most ${node.max}`,
    })
    this.#enter(depth, index, segment)
  }

  #enterMisplaced(key: number, segment: number): void {
    for (let depth = this.#stack.length - 1; depth >= 0; depth--) {
      const frame = this.#stack[depth]!
      const index = frame.loop.node.children.findIndex((child, i) => child.key === key && (i > 0 || depth === 0))
      if (index < 0) continue
      this.#closeTo(depth, segment)
      this.#report.add('misplaced-segment', {
        message: `Segment ${this.#tag(segment)} stands too late; the guide has it earlier in ${this.#name()}.`,
        at: this.#at(segment),
      })
      this.#attach(frame, index, segment)
      return
    }
    this.#refuse(key, segment)
  }

  #refuse(key: number, segment: number): void {
    const tag = this.#tag(segment)
    const at = this.#at(segment)
    if (tag === '') {
      this.#report.add('empty-segment', { message: 'A segment is empty: two terminators follow each other.', at })
    } else if (!this.#guide.dictionary.segmentByKey(key)) {
      this.#report.add('unknown-segment', {
        message: `${shown(tag)} is no segment that the guides of ${this.#guide.version} know.`,
        at,
        value: tag,
      })
    } else if (this.#tracks.numbers.get(key) >= 0) {
      this.#report.add('misplaced-segment', { message: `Segment ${tag} has no place here in ${this.#name()}.`, at })
    } else {
      this.#report.add('foreign-segment', { message: `Segment ${tag} does not belong to ${this.#name()}.`, at })
    }
  }

  #closeTo(depth: number, segment: number): void {
    while (this.#stack.length - 1 > depth) {
      const frame = this.#stack[this.#stack.length - 1]!
      this.#checkSkipped(frame, frame.loop.node.children.length, segment)
      this.#stack.pop()
    }
  }

  #checkSkipped(frame: Frame, to: number, segment: number): void {
    const { node } = frame.loop
    if (node.required.length === 0) return
    const from = frame.count > 0 ? frame.index + 1 : frame.index
    for (const index of node.required) {
      if (index < from || index >= to) continue
      const child = node.children[index]!
      const tag = child.kind === 'loop' ? child.id : child.definition.tag
      this.#report.add('missing-segment', {
        message: `Segment ${tag} is missing${node.id ? ` in loop ${node.id}` : ''}; ${this.#name()} needs it.`,
        at: { ...this.#at(segment), segment: tag, ...(node.id ? { loop: node.id } : {}) },
      })
    }
  }

  #at(segment: number): { segment: string; position: number; offset: number; loop?: string } {
    const inside = segment < this.#buffer.count
    const offset = this.#buffer.offsets[inside ? segment : this.#buffer.count - 1]!
    const loop = this.loopId
    return {
      segment: inside ? shown(this.#tag(segment)) : 'SE',
      position: segment + 1,
      offset,
      ...(loop ? { loop } : {}),
    }
  }

  #tag(segment: number): string {
    return this.#buffer.text(segment, 0)
  }

  #name(): string {
    return `${this.#guide.set} ${this.#guide.name}`
  }
}

/** A tag as it can be shown: X12 has two or three characters there; what is longer is cut. */
export function shown(tag: string): string {
  return tag.length > 20 ? `${tag.slice(0, 20)}…` : tag
}
