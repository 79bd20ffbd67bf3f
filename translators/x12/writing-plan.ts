import type { Guide, GuideNode, LoopNode } from './guides/model.ts'
import { type SegmentCheck, type SegmentChecks, segmentChecksOf } from './segment-check.ts'

/** A segment or an inner loop at its place in a loop, laid out for writing. */
export interface PlannedChild {
  place: number
  max: number
  key: number
  /** The first child of the loop with its tag: a reader who comes from before it finds it there. */
  first: boolean
  /** Some loop inside has a place for the same tag, so that a reader may take a segment for part of that. */
  contested: boolean
  /** What each element of a segment must be; absent where that is not described. */
  check: SegmentCheck | undefined
}

/** A loop of a guide laid out for writing: what is added is found by its tag, with all that has to be known of it. */
export interface LoopPlan {
  node: LoopNode
  segments: ReadonlyMap<string, PlannedChild>
  loops: ReadonlyMap<string, PlannedChild & { plan: LoopPlan }>
  /** By place: the first mandatory child from there on, as many as there are children where there is none. */
  requiredFrom: Int16Array
  /** By packed tag: the last place where a segment may stand once the loop is open. */
  lastPlaces: ReadonlyMap<number, number>
}

const made = new WeakMap<Guide, LoopPlan>()

/** The plan of a guide; made once and kept with it. */
export function writingPlanOf(guide: Guide): LoopPlan {
  let plan = made.get(guide)
  if (!plan) {
    plan = planOf(guide.root, segmentChecksOf(guide.dictionary))
    made.set(guide, plan)
  }
  return plan
}

function planOf(node: LoopNode, checks: SegmentChecks): LoopPlan {
  const { children } = node
  const planned = (place: number): PlannedChild => {
    const { key, max } = children[place]!
    const first = children.findIndex(child => child.key === key) === place
    const contested = children.some(child => child.kind === 'loop' && takes(child, key))
    return { place, max, key, first, contested, check: checks.find(key) }
  }
  return {
    node,
    segments: new Map([...node.segmentAt].map(([tag, place]) => [tag, planned(place)])),
    loops: new Map(
      [...node.loopAt].map(([tag, place]) => {
        const plan = planOf(children[place] as LoopNode, checks)
        return [tag, { ...planned(place), plan }]
      }),
    ),
    requiredFrom: Int16Array.from({ length: children.length + 1 }, (_, from) => {
      return node.required.find(place => place >= from) ?? children.length
    }),
    lastPlaces: new Map(children.map((child, place) => [child.key, place])),
  }
}

/** Whether an open loop, or one inside it, has a place for a tag. */
function takes({ children }: LoopNode, key: number): boolean {
  return children.some((child: GuideNode, place) => {
    return (place > 0 && child.key === key) || (child.kind === 'loop' && takes(child, key))
  })
}
