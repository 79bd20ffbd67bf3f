import type { Dictionary, GuideNode, LoopNode, SegmentNode, StructureChange } from './model.ts'

/**
 * Reads a set's structure. One token a segment: `BEG!` mandatory, `CUR` optional, `PER*3` at most three times, `REF*` any number
 * of times. A segment with braces starts a loop, its own repetition being the loop's: `N9*1000{DTM* MSG*1000}`.
 * ST and SE are left out: the envelope reads them.
 */
export function parseStructure(structure: string, dictionary: Dictionary): LoopNode {
  const tokens = structure.match(/[A-Z0-9]+!?(?:\*\d*)?|[{}]/g) ?? []
  let at = 0
  const children = (): GuideNode[] => {
    const nodes: GuideNode[] = []
    while (at < tokens.length && tokens[at] !== '}') {
      const segment = segmentNode(tokens[at++]!, dictionary)
      if (tokens[at] !== '{') {
        nodes.push(segment)
        continue
      }
      at++
      const inner = children()
      if (tokens[at++] !== '}') throw new Error(`structure: loop ${segment.definition.tag} is not closed`)
      nodes.push(loopNode(segment, inner))
    }
    return nodes
  }
  const nodes = children()
  if (at < tokens.length) throw new Error(`structure: unexpected ${tokens[at]}`)
  return indexed({ id: '', key: 0, min: 1, max: 1 }, nodes)
}

function segmentNode(token: string, dictionary: Dictionary): SegmentNode {
  const match = /^([A-Z0-9]+)(!?)(?:\*(\d*))?$/.exec(token)
  const definition = match && dictionary.segment(match[1]!)
  if (!match || !definition) throw new Error(`structure: segment ${token} is not in the dictionary`)
  const max = match[3] === undefined ? 1 : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])
  return { kind: 'segment', definition, key: definition.key, min: match[2] ? 1 : 0, max }
}

function loopNode(trigger: SegmentNode, inner: GuideNode[]): LoopNode {
  const { definition, key, min, max } = trigger
  return indexed({ id: definition.tag, key, min, max }, [{ ...trigger, min: 1, max: 1 }, ...inner])
}

/** A loop with what walking and writing look up in it. */
function indexed(loop: Pick<LoopNode, 'id' | 'key' | 'min' | 'max'>, children: readonly GuideNode[]): LoopNode {
  const places = [...children.entries()].reverse()
  const at = (kind: GuideNode['kind']) =>
    new Map(places.flatMap(([index, child]) => (child.kind === kind ? [[idOf(child), index] as const] : [])))
  return {
    kind: 'loop',
    ...loop,
    children,
    keys: Int32Array.from(children, child => child.key),
    required: children.flatMap((child, index) => (child.min > 0 ? [index] : [])),
    segmentAt: at('segment'),
    loopAt: at('loop'),
  }
}

/** Applies what differs in a version to the structure of an earlier one. A path that is not there is a mistake in the guide. */
export function applyChanges(root: LoopNode, changes: readonly StructureChange[], dictionary: Dictionary): LoopNode {
  return changes.reduce((loop, change) => applyChange(loop, change.at.split('/'), change, dictionary), root)
}

function applyChange(loop: LoopNode, path: string[], change: StructureChange, dictionary: Dictionary): LoopNode {
  const [head, ...rest] = path
  if (head === 'all' && has(loop, rest[0]!)) return changeEverywhere(loop, rest[0]!, change, dictionary)
  const index = loop.children.findIndex(
    (node, i) => (rest.length > 0 ? node.kind === 'loop' : i >= 0) && idOf(node) === head,
  )
  const found = loop.children[index]
  if (!found) throw new Error(`structure change: ${change.at} is not in the guide`)
  const children = [...loop.children]
  if (rest.length > 0) children[index] = applyChange(found as LoopNode, rest, change, dictionary)
  else children.splice(index, 1, ...changedNodes(found, change, dictionary))
  return indexed(loop, children)
}

function changeEverywhere(loop: LoopNode, tag: string, change: StructureChange, dictionary: Dictionary): LoopNode {
  if (!has(loop, tag)) return loop
  const children = loop.children.flatMap(node => {
    if (idOf(node) === tag) return changedNodes(node, change, dictionary)
    return [node.kind === 'loop' ? changeEverywhere(node, tag, change, dictionary) : node]
  })
  return indexed(loop, children)
}

function has(loop: LoopNode, tag: string): boolean {
  return loop.children.some(node => idOf(node) === tag || (node.kind === 'loop' && has(node, tag)))
}

function changedNodes(node: GuideNode, change: StructureChange, dictionary: Dictionary): GuideNode[] {
  const { drop, before = '', replace, after = '' } = change
  const nodes = (structure: string) => parseStructure(structure, dictionary).children
  if (drop) return []
  return [...nodes(before), ...(replace === undefined ? [node] : nodes(replace)), ...nodes(after)]
}

function idOf(node: GuideNode): string {
  return node.kind === 'loop' ? node.id : node.definition.tag
}
