import type { SegmentPlace } from './place.ts'
import { Branch, segmentsMeant } from './tree.ts'

/** The loops, or single segments, for which a conditional rule is looked at; the set itself when it names none. */
export function scopesOf(root: Branch, place: SegmentPlace | undefined): Branch[] {
  if (!place) return [root]
  return segmentsMeant(root, place).map(({ segment, owner, loop }) => {
    if (loop) return loop
    const alone = new Branch(owner.node, owner)
    alone.entries.push(segment)
    return alone
  })
}
