import { byteDelimiters } from '../byte-delimiters.ts'
import type { Guide } from '../guides/model.ts'
import { deepestLevel } from '../maps/hierarchy.ts'
import { Report } from '../report.ts'
import { SetBuffer } from '../set-buffer.ts'
import { type Loop, Walker } from '../walker.ts'
import type { Segment } from './segments.ts'

/** How deep each segment of a set stands: what belongs to a loop is one deeper than the segment that opens it. HL loops stand below the one that HL02 names as their parent. */
export function depthsOf(segments: readonly Segment[], guide: Guide, trailed: boolean): number[] {
  const buffer = bufferOf(segments)
  const end = trailed ? segments.length - 1 : segments.length
  const root = new Walker(guide, buffer, new Report({}, undefined, 0)).walk(1, end)
  const depths = segments.map(() => 0)
  const hierarchy = new Map<string, number>()
  const descend = (loop: Loop, depth: number) => {
    for (const segment of loop.segments) depths[segment] = depth
    for (const inner of loop.loops) {
      const trigger = triggerDepth(inner, depth)
      descend(inner, trigger + 1)
      depths[inner.segments[0] ?? 0] = trigger
    }
  }
  const triggerDepth = (loop: Loop, usual: number): number => {
    const first = segments[loop.segments[0] ?? -1]
    if (loop.node.id !== 'HL' || !first) return usual
    const depth = (hierarchy.get(first.elements[2]?.trim() ?? '') ?? usual - 1) + 1
    hierarchy.set(first.elements[1]?.trim() ?? '', Math.min(depth, deepestLevel))
    return depth
  }
  descend(root, 0)
  return depths
}

/** Only tags matter to the walk, but it names places by them as they stand. */
function bufferOf(segments: readonly Segment[]): SetBuffer {
  const buffer = new SetBuffer()
  buffer.reset()
  const delimiters = byteDelimiters({ element: '*', segment: '~', component: '>' })
  for (const { tag } of segments) buffer.appendText([tag], delimiters)
  return buffer
}
