import { type BusinessDocument, documentSchemas } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import type { ElementRule } from '../overlay/rule-schema.ts'
import type { OverlayRules } from '../overlay/rules.ts'
import { leavesOf, withLeaves } from './fields.ts'
import { sampleOf } from './sample-value.ts'
import { type Traced, traceOf } from './trace.ts'
import type { Trial } from './writing.ts'

/**
 * The document changed so that an issue may not come again: a field takes a value that the partner's rule allows, or is left out. The same
 * document when nothing can be done.
 */
export function mended(document: BusinessDocument, issue: Issue, rules: OverlayRules, trial: Trial): BusinessDocument {
  const traced = traceOf(document, trial)
  for (const path of pathsOf(issue, traced)) {
    const attempts = [...valuesFor(issue, rules)].map(value => () => value)
    const fitted = lengthOf(issue, rules)
    if (fitted) attempts.push((given?: unknown) => (typeof given === 'string' ? fitted(given) : given) as string)
    for (const attempt of attempts) {
      const changed = withLeaves(document, path, attempt)
      if (isDocument(changed) && !sameLeaves(changed, document)) return changed
    }
    const without = withLeaves(document, path, () => undefined)
    if (isDocument(without)) return without
  }
  return document
}

/** The fields that stand where an issue points. */
function pathsOf({ at }: Issue, { fields, segments }: Traced): readonly string[] {
  const segment = at.position === undefined ? -1 : at.position - 2
  if (segments[segment]?.[0] === at.segment) {
    const here = fields[segment]!
    return at.element === undefined ? [...here.values()].flat() : (here.get(at.element) ?? [])
  }
  const path = at.path?.replace(/^documents\[\d+\]\.?/, '').replace(/\[\d+\]/g, '[]')
  return path ? [path] : []
}

function rulesAt({ at }: Issue, rules: OverlayRules): ElementRule[] {
  const sets = [rules, ...rules.conditions.flatMap(each => [each.must, each.otherwise])]
  const elements = sets.flatMap(set => set.elements)
  return elements.filter(({ place }) => place.tag === at.segment && place.element === at.element).map(each => each.rule)
}

function* valuesFor(issue: Issue, rules: OverlayRules): Generator<string> {
  for (const { codes = [], pattern, fixed } of rulesAt(issue, rules)) {
    if (fixed !== undefined) yield fixed
    for (const code of codes) yield translated(code, issue, rules)
    const sample = pattern === undefined ? undefined : sampleOf(pattern)
    if (sample !== undefined) yield sample
  }
}

function translated(code: string, { at }: Issue, rules: OverlayRules): string {
  const table = rules.translations.find(({ place }) => place.tag === at.segment && place.element === at.element)
  return table?.ours.get(code) ?? code
}

/** Cuts or fills a text to the lengths that a rule allows. */
function lengthOf(issue: Issue, rules: OverlayRules): ((given: string) => string) | undefined {
  const [min, max] = rulesAt(issue, rules).find(rule => rule.length)?.length ?? []
  if (min === undefined || max === undefined) return undefined
  return given => given.slice(0, max).trimEnd().padStart(min, '0')
}

function isDocument(document: BusinessDocument): boolean {
  return documentSchemas[document.kind].safeParse(document).success
}

function sameLeaves(one: BusinessDocument, other: BusinessDocument): boolean {
  return JSON.stringify([...leavesOf(one)]) === JSON.stringify([...leavesOf(other)])
}
