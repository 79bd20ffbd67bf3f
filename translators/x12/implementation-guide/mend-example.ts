import { type BusinessDocument, documentSchemas } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import {
  allowanceReasons,
  type CodeMap,
  meaningOf,
  referenceTypes,
  serviceLevels,
  taxTypes,
  transportMethods,
} from '../maps/codes.ts'
import { elementName } from '../overlay/place.ts'
import type { ElementRule } from '../overlay/rule-schema.ts'
import type { OverlayRules } from '../overlay/rules.ts'
import type { Overlay } from '../overlay/schema.ts'
import { footed } from './examples/foot.ts'
import { exampleDocuments } from './examples/registry.ts'
import { tracedDocuments } from './examples/variants.ts'
import { leavesOf, withLeaves } from './fields.ts'
import { sampleOf } from './sample-value.ts'
import { type Traced, traceOf } from './trace.ts'
import type { Trial } from './writing.ts'

/** Documents like one that may not have an issue which it has: a field takes a value that the map allows, is left out, or is added. The likeliest first. */
export function* mendings(
  document: BusinessDocument,
  issue: Issue,
  rules: OverlayRules,
  trial: Trial,
): Generator<BusinessDocument> {
  for (const changed of proposals(document, issue, rules, trial)) {
    const parsed = documentSchemas[document.kind].safeParse(changed)
    if (parsed.success) yield footed(parsed.data as BusinessDocument)
  }
}

function* proposals(document: BusinessDocument, issue: Issue, rules: OverlayRules, trial: Trial): Generator<unknown> {
  const pointed = pathsOf(issue, traceOf(document, trial))
  const paths = pointed.length > 0 ? pointed : pathsWith(document, issue.value)
  for (const path of paths) {
    for (const value of valuesFor(issue, rules)) yield withLeaves(document, path, () => value)
    for (const word of wordsFor(document, path)) yield withLeaves(document, path, () => word)
    const fitted = lengthOf(issue, rules)
    if (fitted) yield withLeaves(document, path, given => (typeof given === 'string' ? fitted(given) : given))
    yield withLeaves(document, path, given => (typeof given === 'string' ? plainText(given) : given))
  }
  for (const path of paths) yield withLeaves(document, path, () => undefined)
  for (const path of paths) {
    const party = /^(.*)\.code(?:By)?$/.exec(path)?.[1]
    if (party !== undefined) {
      const codeless = withLeaves(document, `${party}.code`, () => undefined)
      yield withLeaves(codeless, `${party}.codeBy`, () => undefined)
    }
  }
  for (const party of new Set(paths.flatMap(path => /^(\w+)\.\w+$/.exec(path)?.[1] ?? []))) {
    yield { ...document, [party]: { ...partyAt(document, party), ...gln } }
  }
  yield* withMore(document, issue, trial.overlay)
  yield withFixed(document, rules, trial)
  for (const root of new Set(paths.map(path => path.replace(/[.[].*$/, '')))) yield* withoutEntries(document, root)
  for (const root of Object.keys(document)) yield* withoutEntries(document, root)
}

/** The document without one entry of a list, or without the field. */
function* withoutEntries(document: BusinessDocument, root: string): Generator<unknown> {
  const { [root]: value, ...others } = document as unknown as Record<string, unknown>
  if (root === 'kind') return
  if (Array.isArray(value) && value.length > 1) {
    for (const i of value.keys()) yield { ...document, [root]: value.toSpliced(i, 1) }
  }
  yield others
}

/** A global location number, for parties that need a code. */
const gln = { code: '0614141000029', codeBy: 'gln' }

function partyAt(document: BusinessDocument, name: string): object {
  const value = (document as unknown as Record<string, unknown>)[name]
  return typeof value === 'object' && value !== null ? value : {}
}

/** The document with the values that the map fixes anyway, so that what is computed of them is computed of these. */
function withFixed(document: BusinessDocument, rules: OverlayRules, trial: Trial): BusinessDocument {
  const { fields, segments } = traceOf(document, { ...trial, overlay: undefined })
  return rules.elements.reduce((changed, { place, rule }) => {
    const at = segments.findIndex(segment => segment[0] === place.tag)
    const paths = rule.fixed === undefined ? [] : (fields[at]?.get(place.element) ?? [])
    return paths.reduce((before, path) => withLeaves(before, path, () => rule.fixed), changed)
  }, document)
}

/** The document with what it leaves out: further product ids, and fields that other documents of the trade have. */
function* withMore(document: BusinessDocument, { expected }: Issue, overlay: Overlay | undefined): Generator<unknown> {
  const named = overlay?.productIds?.filter(({ qualifier, usage }) => qualifier === expected || usage === 'required')
  for (const { field } of named ?? []) yield withIds(document, field)
  const own = document as unknown as Record<string, unknown>
  const shape = documentSchemas[document.kind].shape as Record<string, unknown>
  for (const other of [...tracedDocuments(document.kind), ...Object.values(exampleDocuments)]) {
    for (const [name, value] of Object.entries(other)) {
      if (name in shape && own[name] === undefined) yield { ...document, [name]: value }
    }
  }
}

const moreIds: Readonly<Record<string, string>> = {
  ean: '0614141000036',
  gtin: '10614141000033',
  manufacturer: 'CS2B',
  buyer: '1000455',
}

function withIds(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map(each => withIds(each, field))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'ids' ? { [field]: moreIds[field], ...(inner as object) } : withIds(inner, field),
    ]),
  )
}

/** The fields that stand where an issue points. */
function pathsOf({ at }: Issue, { fields, segments }: Traced): readonly string[] {
  const segment = at.position === undefined ? -1 : at.position - 2
  const here = fields[segment]
  if (here && segments[segment]?.[0] === at.segment) {
    return here.get(at.element ?? 0) ?? [...here.values()].flat()
  }
  const path = at.path?.replace(/^documents\[\d+\]\.?/, '').replace(/\[\d+\]/g, '[]')
  return path ? [path] : []
}

/** The fields that have a value, whatever its case. */
function pathsWith(document: BusinessDocument, value: string | undefined): string[] {
  const same = (leaf: unknown) => String(leaf).toUpperCase() === value?.toUpperCase()
  return value ? [...leavesOf(document)].flatMap(leaf => (same(leaf.value) ? [leaf.path] : [])) : []
}

/** What a field may say, where its schema lists it. */
function wordsFor(document: BusinessDocument, path: string): string[] {
  const parsed = documentSchemas[document.kind].safeParse(withLeaves(document, path, () => '\u0000'))
  const issues = parsed.error?.issues ?? []
  return issues.flatMap(issue => (issue.code === 'invalid_value' ? issue.values.map(String) : []))
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
  const ours = table?.ours.get(code) ?? code
  const words = openCodes[elementName(at.segment ?? '', at.element ?? 0)]
  return (words && meaningOf(words, ours)) ?? ours
}

/** Codes whose fields take the code where the hub has no word for it. */
const openCodes: Readonly<Record<string, CodeMap>> = {
  CAD01: transportMethods,
  REF01: referenceTypes,
  SAC02: allowanceReasons,
  TD504: transportMethods,
  TD512: serviceLevels,
  TXI01: taxTypes,
}

/** Cuts or fills a text to the lengths that a rule allows. */
function lengthOf(issue: Issue, rules: OverlayRules): ((given: string) => string) | undefined {
  const [min, max] = rulesAt(issue, rules).find(rule => rule.length)?.length ?? []
  if (min === undefined || max === undefined) return undefined
  return given => given.slice(0, max).trimEnd().padStart(min, '0')
}

/** Only letters, digits and what every character set has. */
function plainText(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,/-]/g, '').trim()
}

/** Whether two documents say the same. */
export function isSame(one: BusinessDocument, other: BusinessDocument): boolean {
  return JSON.stringify([...leavesOf(one)]) === JSON.stringify([...leavesOf(other)])
}
