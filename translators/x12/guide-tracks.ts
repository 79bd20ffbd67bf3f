import type { Guide, LoopNode } from './guides/model.ts'
import { KeyTable } from './key-table.ts'

/** A loop of a guide laid out for walking: where each segment stands in it is looked up, not searched for. */
export interface Track {
  node: LoopNode
  /** By the number of a tag (see `Tracks`): the first child with it, -1 where there is none. */
  first: Int16Array
  /** By child: the next child with the same tag, -1 where there is none. */
  next: Int16Array
  /** By child: how often it may come. */
  max: Float64Array
  /** By child: the track of a loop, nothing for a segment. */
  inner: readonly (Track | undefined)[]
}

/** A whole guide laid out for walking: its tags numbered, its loops as tracks. */
export interface Tracks {
  numbers: KeyTable
  root: Track
}

const built = new WeakMap<Guide, Tracks>()

/** The tracks of a guide; built once and kept with it. */
export function tracksOf(guide: Guide): Tracks {
  let tracks = built.get(guide)
  if (!tracks) {
    const numbers = new KeyTable()
    const count = numberTags(guide.root, numbers, 0)
    tracks = { numbers, root: trackOf(guide.root, numbers, count) }
    built.set(guide, tracks)
  }
  return tracks
}

function numberTags(loop: LoopNode, numbers: KeyTable, from: number): number {
  let count = from
  for (const child of loop.children) {
    if (numbers.get(child.key) < 0) numbers.set(child.key, count++)
    if (child.kind === 'loop') count = numberTags(child, numbers, count)
  }
  return count
}

function trackOf(node: LoopNode, numbers: KeyTable, tags: number): Track {
  const { children } = node
  const first = new Int16Array(tags).fill(-1)
  const next = new Int16Array(children.length).fill(-1)
  for (let index = children.length - 1; index >= 0; index--) {
    const tag = numbers.get(children[index]!.key)
    next[index] = first[tag]!
    first[tag] = index
  }
  return {
    node,
    first,
    next,
    max: Float64Array.from(children, child => child.max),
    inner: children.map(child => (child.kind === 'loop' ? trackOf(child, numbers, tags) : undefined)),
  }
}
