import { compilePattern } from '../overlay/pattern.ts'
import { type PatternNode, parsePattern, type Range } from '../overlay/pattern-syntax.ts'

/** Characters that look like data, in the order in which they are tried. */
const likely = '1234567890ABCDEFGHJKLMNPQRSTUVWXYZ -./_'

/** A text that a pattern takes, the shortest of its kind; undefined where none is found. */
export function sampleOf(source: string): string | undefined {
  const pattern = compilePattern(source)
  const parsed = parsePattern(source)
  if ('problem' in pattern || 'problem' in parsed) return undefined
  const sampler = new Sampler()
  const text = sampler.text(parsed.node)
  return pattern.test(text) ? text : undefined
}

class Sampler {
  #at = 0

  text(node: PatternNode): string {
    switch (node.kind) {
      case 'start':
      case 'end':
        return ''
      case 'one':
        return this.#character(node.ranges, node.negated)
      case 'sequence':
        return node.nodes.map(inner => this.text(inner)).join('')
      case 'choice':
        return this.text(node.nodes[0]!)
      case 'repeat':
        return Array.from({ length: Math.max(node.min, Math.min(node.max, 1)) }, () => this.text(node.node)).join('')
    }
  }

  /** The next likely character that is in the ranges; else the first of them. */
  #character(ranges: readonly Range[], negated: boolean): string {
    const fits = (character: string) => inRanges(character, ranges) !== negated
    const found = Array.from(likely, (_, i) => likely[(this.#at + i) % likely.length]!).find(fits)
    this.#at++
    return found ?? String.fromCodePoint(ranges[0]?.[0] ?? 0x41)
  }
}

function inRanges(character: string, ranges: readonly Range[]): boolean {
  const code = character.codePointAt(0)!
  return ranges.some(([from, to]) => code >= from && code <= to)
}
