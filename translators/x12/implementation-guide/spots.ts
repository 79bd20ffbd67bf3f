import type { Guide, GuideNode, LoopNode, SegmentDefinition } from '../guides/model.ts'
import type { Branch, Segment } from '../overlay/tree.ts'
import { treeFromSegments } from '../overlay/tree.ts'

/** A loop on the way to a place; HL loops are told apart by their level (HL03). */
export interface LoopStep {
  tag: string
  level?: string
}

interface Placed {
  /** `PO1/CTP!`: unique in its guide; `!` marks the segment that starts a loop. */
  key: string
  /** `PO1/CTP` */
  path: string
  tag: string
  /** The loops around it, as overlays count them: the segment that starts a loop stands in the loop around that. */
  loops: readonly LoopStep[]
  /** HL03, for a level and the segment that starts it. */
  level?: string
  min: number
  max: number
}

/** A segment at its place in a set. */
export interface SegmentSpot extends Placed {
  kind: 'segment'
  definition: SegmentDefinition
  starts: boolean
}

/** A loop at its place in a set. Its first child is the segment that starts it. */
export interface LoopSpot extends Placed {
  kind: 'loop'
  children: readonly Spot[]
}

export type Spot = SegmentSpot | LoopSpot

/** The places of a guide in order. An HL loop comes once for each of the levels named, or once where none is. */
export function spotsOf(guide: Guide, levels: readonly string[]): Spot[] {
  return childrenOf(guide.root, [], '', levels)
}

function childrenOf(loop: LoopNode, loops: readonly LoopStep[], prefix: string, levels: readonly string[]): Spot[] {
  return loop.children.flatMap((node, index): Spot[] => {
    if (index === 0 && prefix) return []
    if (node.kind === 'segment') return [segmentSpot(node, nameOf(loop, index), loops, prefix, false)]
    const split = node.id === 'HL' && levels.length > 0 ? levels : [undefined]
    return split.map(level => loopSpot(node, nameOf(loop, index), loops, prefix, level, levels))
  })
}

function loopSpot(
  node: LoopNode,
  name: string,
  loops: readonly LoopStep[],
  prefix: string,
  level: string | undefined,
  levels: readonly string[],
): LoopSpot {
  const own = level ? `${name}(${level})` : name
  const marked = level ? { level } : {}
  const [head] = node.children as [Extract<GuideNode, { kind: 'segment' }>]
  const starter = { ...segmentSpot(head, own, loops, prefix, true), ...marked }
  const inner = childrenOf(node, [...loops, { tag: node.id, ...marked }], `${prefix}${own}/`, levels)
  const path = `${prefix}${own}`
  const { id: tag, min, max } = node
  return { kind: 'loop', key: `${path}/`, path, tag, loops, ...marked, min, max, children: [starter, ...inner] }
}

function segmentSpot(
  node: Extract<GuideNode, { kind: 'segment' }>,
  name: string,
  loops: readonly LoopStep[],
  prefix: string,
  starts: boolean,
): SegmentSpot {
  const path = `${prefix}${name}`
  const { definition, min, max } = node
  return {
    kind: 'segment',
    key: starts ? `${path}!` : path,
    path,
    tag: definition.tag,
    loops,
    definition,
    starts,
    min,
    max,
  }
}

/** The name of a child; `#2` where a loop has two of a tag. */
function nameOf(loop: LoopNode, index: number): string {
  const tagOf = (node: GuideNode) => (node.kind === 'loop' ? node.id : node.definition.tag)
  const tag = tagOf(loop.children[index]!)
  const before = loop.children.slice(loop.id ? 1 : 0, index).filter(node => tagOf(node) === tag).length
  return before > 0 ? `${tag}#${before + 1}` : tag
}

/** Every segment place among spots, in order. */
export function* segmentSpots(spots: readonly Spot[]): Generator<SegmentSpot> {
  for (const spot of spots) {
    if (spot.kind === 'segment') yield spot
    else yield* segmentSpots(spot.children)
  }
}

/** The key of the place of each segment of a written set, ST not among them. */
export function keysOf(segments: readonly (readonly string[])[], guide: Guide): string[] {
  const keys: string[] = []
  visit(treeFromSegments(segments, guide), '', keys)
  return keys
}

function visit(branch: Branch, prefix: string, keys: string[]): void {
  for (const [index, entry] of branch.entries.entries()) {
    if (isSegment(entry)) {
      const starts = index === 0 && branch.parent
      keys[entry.at] = starts
        ? `${prefix.slice(0, -1)}!`
        : prefix + childName(branch.node, entry.elements[0]!, 'segment')
      continue
    }
    const level = entry.node.id === 'HL' ? `(${entry.head?.elements[3] ?? ''})` : ''
    visit(entry, `${prefix}${childName(branch.node, entry.node.id, 'loop')}${level}/`, keys)
  }
}

function isSegment(entry: Segment | Branch): entry is Segment {
  return 'at' in entry
}

function childName(loop: LoopNode, tag: string, kind: GuideNode['kind']): string {
  const index = loop.children.findIndex(
    (node, i) =>
      node.kind === kind &&
      (node.kind === 'loop' ? node.id === tag : node.definition.tag === tag && (i > 0 || !loop.id)),
  )
  return index < 0 ? tag : nameOf(loop, index)
}
