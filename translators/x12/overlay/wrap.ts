import { joinPieces, splitText } from '../maps/texts.ts'
import type { ElementRuleAt } from './rules.ts'
import { Branch, type Segment, segmentsMeant, setValue, valueAt } from './tree.ts'

/**
 * Long texts become several segments of so many characters. Where a loop holds several texts each gets a loop of its own, so that reading
 * knows which pieces belong together.
 */
export function wrapTexts(root: Branch, rules: readonly ElementRuleAt[], separator: string): void {
  for (const { place, rule } of rules) {
    if (!rule.wrap) continue
    const owners = new Set(segmentsMeant(root, place).map(found => found.owner))
    for (const owner of owners) wrapIn(owner, { place, width: rule.wrap }, separator)
  }
}

interface Wrapping {
  place: ElementRuleAt['place']
  width: number
}

function wrapIn(owner: Branch, { place, width }: Wrapping, separator: string): void {
  const { parent } = owner
  const texts = owner.entries.filter((entry): entry is Segment => isText(entry, place.tag))
  if (!parent || (texts.every(segment => [...valueAt(segment, place, separator)].length <= width) && texts.length < 2))
    return
  const others = owner.entries.filter(entry => !texts.includes(entry as Segment))
  const loops = texts.map((segment, i) => {
    const loop = i === 0 ? owner : new Branch(owner.node, parent)
    const heads = i === 0 ? others : owner.entries.slice(0, 1).map(copyOf)
    const pieces = splitText(valueAt(segment, place, separator), width).map(piece => {
      const made = copyOf(segment)
      setValue(made, place, piece, separator)
      return made
    })
    loop.entries = [...heads, ...pieces]
    return loop
  })
  parent.entries.splice(parent.entries.indexOf(owner), 1, ...loops)
}

/** Joins what `wrapTexts` cut: the texts of one loop are one text. */
export function joinTexts(root: Branch, rules: readonly ElementRuleAt[], separator: string): void {
  for (const { place, rule } of rules) {
    if (!rule.wrap) continue
    const owners = new Set(segmentsMeant(root, place).map(found => found.owner))
    for (const owner of owners) {
      const texts = owner.entries.filter((entry): entry is Segment => isText(entry, place.tag))
      if (!owner.parent || texts.length < 2) continue
      const whole = joinPieces(
        texts.map(segment => valueAt(segment, place, separator)),
        rule.wrap,
      )
      setValue(texts[0]!, place, whole, separator)
      owner.entries = owner.entries.filter(entry => !texts.slice(1).includes(entry as Segment))
    }
  }
}

function isText(entry: Segment | Branch, tag: string): entry is Segment {
  return !(entry instanceof Branch) && entry.elements[0] === tag
}

/** A copy; a loop stands here only where it could not. */
function copyOf(entry: Segment | Branch): Segment {
  const segment = entry instanceof Branch ? entry.head! : entry
  return { elements: [...segment.elements], at: segment.at }
}
