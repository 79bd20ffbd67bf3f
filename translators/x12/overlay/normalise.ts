import { judge } from './condition.ts'
import type { OverlayContext } from './context.ts'
import { moveBack } from './moves.ts'
import type { AddedAt, OverlayRules } from './rules.ts'
import type { Overlay } from './schema.ts'
import { scopesOf } from './scopes.ts'
import { toOurs, transforms } from './text-rules.ts'
import { translateToOurs } from './translate.ts'
import { type Branch, type Found, loopsMeant, remove, segmentsMeant, setValue, trim, valueAt } from './tree.ts'
import { joinTexts } from './wrap.ts'

/** Segments that hold pairs of qualifier and product id, and where the pairs begin. */
const pairSegments: Readonly<Record<string, number>> = { PO1: 6, IT1: 6, POC: 8, LIN: 2, SLN: 9, ACK: 7 }

/**
 * Turns back what `applyOverlay` does, so that the standard map can read what a partner sent: segments that the map adds are taken out,
 * values and codes are ours again, wrapped texts are joined, moved values stand where the standard has them. Changes the tree.
 */
export function normaliseTree(
  root: Branch,
  overlay: Overlay,
  rules: OverlayRules,
  separator: string,
  context: OverlayContext,
): void {
  takeOut(root, rules, separator, context)
  const conditional = rules.conditions.flatMap(each =>
    scopesOf(root, each.in).map(inside => {
      const judged = judge(each.rule.when, { root, inside, facts: context.facts ?? {}, separator })
      return { inside, elements: judged === undefined ? [] : (judged ? each.must : each.otherwise).elements }
    }),
  )
  for (const { inside, elements } of [...conditional, { inside: root, elements: rules.elements }]) {
    for (const { place, rule } of elements) {
      if (!transforms(rule)) continue
      for (const { segment } of segmentsMeant(inside, place)) {
        setValue(segment, place, toOurs(valueAt(segment, place, separator), rule), separator)
        trim(segment)
      }
    }
  }
  blankPlaceholders(root, overlay)
  translateToOurs(root, rules.translations, separator)
  joinTexts(root, rules.elements, separator)
  for (const each of rules.moves) moveBack(root, each, separator)
}

/** Takes out what the map's own segments are: whatever they say, they are not the document's. Found first, since conditions look at them too. */
function takeOut(root: Branch, rules: OverlayRules, separator: string, context: OverlayContext): void {
  const found = rules.added.flatMap(each => addedSegments(root, each, separator, context))
  for (const each of found) remove(each)
}

function addedSegments(root: Branch, added: AddedAt, separator: string, context: OverlayContext): Found[] {
  const { rule, loops } = added
  if (rule.unlessPresent) return []
  return loopsMeant(root, loops).flatMap(inside => {
    const scope = { root, inside, facts: context.facts ?? {}, separator }
    if (rule.when && judge(rule.when, scope) === false) return []
    const fitting = standingLike(inside, added)
    const own = rule.order === 'first' ? fitting[0] : fitting.at(-1)
    return own ? [own] : []
  })
}

/** The segments of a loop that could be the one which a map adds: its tag, and every element that is the same each time. */
export function standingLike(inside: Branch, { rule }: AddedAt): Found[] {
  return [...inside.standing()].filter(({ segment }) => {
    if (segment.elements[0] !== rule.segment) return false
    return Object.entries(rule.elements).every(
      ([number, value]) => typeof value !== 'string' || segment.elements[Number(number)] === value,
    )
  })
}

function blankPlaceholders(root: Branch, { productIdPlaceholders }: Overlay): void {
  if (!productIdPlaceholders) return
  for (const segment of root.all()) {
    const first = pairSegments[segment.elements[0]!]
    for (let at = first ?? segment.elements.length; at + 1 < segment.elements.length; at += 2) {
      if (!productIdPlaceholders.includes(segment.elements[at + 1]!)) continue
      segment.elements[at] = ''
      segment.elements[at + 1] = ''
    }
    trim(segment)
  }
}

/** Where the product ids of a segment begin: their first qualifier. */
export function firstPair(tag: string): number | undefined {
  return pairSegments[tag]
}
