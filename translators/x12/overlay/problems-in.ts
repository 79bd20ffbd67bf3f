import type { z } from 'zod'
import type { Guide, LoopNode } from '../guides/model.ts'
import { elementName, parseElementPlace, parseSegmentPlace, type SegmentPlace } from './place.ts'
import { type Overlay, overlaySchema } from './schema.ts'
import { guideUnder } from './structure.ts'

/** Something wrong with a map: where in it, and in words what to do. */
export interface MapProblem {
  /** `elements.BEG03.pattern`; empty for the map as a whole. */
  path: string
  message: string
}

/** What keeps a value from being a map that works: its form, and places that the guide of its set does not have. */
export function overlayProblems(value: unknown): MapProblem[] {
  if (isDeeperThan(deepest, value)) return [{ path: '', message: `a map is nested at most ${deepest} deep` }]
  const result = overlaySchema.safeParse(value)
  if (!result.success) return problemsOfForm(result.error)
  return placeProblems(result.data)
}

/** Conditions may stand in conditions, but not without end: checking them goes as deep as they do. */
export const deepest = 40

/** Whether a value of JSON has more levels than this. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap(each => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}

/** A schema's complaints as problems with paths that a person can follow. */
export function problemsOfForm(error: z.ZodError): MapProblem[] {
  return error.issues.map(issue => ({ path: issue.path.map(String).join('.'), message: wordsFor(issue) }))
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map(key => `"${key}"`).join(', ')} means nothing here: correct the spelling or take it out`
  if (issue.code === 'invalid_key') return issue.issues.map(inner => inner.message).join('; ')
  if (issue.code === 'invalid_type' && issue.input === undefined) return `is missing: expected ${issue.expected}`
  return issue.message
}

function placeProblems(overlay: Overlay): MapProblem[] {
  const guide = guideUnder(overlay, overlay.set, overlay.version ?? '004010')
  if (!guide) return [{ path: 'set', message: `there is no guide of set ${overlay.set}` }]
  return placesIn(overlay).flatMap(({ path, name, inside }) => {
    const message = problemOfPlace(name, inside, guide)
    return message ? [{ path, message }] : []
  })
}

interface PlaceAt {
  path: string
  name: string
  /** The place that it is relative to. */
  inside?: string | undefined
}

function placesIn(overlay: Overlay): PlaceAt[] {
  const keys = (path: string, record: object | undefined, inside?: string) =>
    Object.keys(record ?? {}).map(name => ({ path: `${path}.${name}`, name, inside }))
  return [
    ...keys('segments', overlay.segments),
    ...keys('elements', overlay.elements),
    ...keys('codes', overlay.codes),
    ...(overlay.moves ?? []).flatMap((move, i) => [
      { path: `moves.${i}.from`, name: move.from },
      { path: `moves.${i}.to`, name: move.to },
    ]),
    ...(overlay.add ?? []).flatMap((added, i) => [
      ...(added.in ? [{ path: `add.${i}.in`, name: added.in }] : []),
      { path: `add.${i}.segment`, name: added.in ? `${bare(added.in)}/${added.segment}` : `/${added.segment}` },
    ]),
    ...(overlay.rules ?? []).flatMap((rule, i) => [
      ...(rule.in ? [{ path: `rules.${i}.in`, name: rule.in }] : []),
      ...[rule.must, rule.otherwise].flatMap((then, j) => [
        ...keys(`rules.${i}.${j ? 'otherwise' : 'must'}.segments`, then?.segments, rule.in),
        ...keys(`rules.${i}.${j ? 'otherwise' : 'must'}.elements`, then?.elements, rule.in),
      ]),
      ...conditionPlaces(rule.when).map(name => ({ path: `rules.${i}.when`, name, inside: rule.in })),
    ]),
  ]
}

function conditionPlaces(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return []
  if (Array.isArray(condition)) return condition.flatMap(conditionPlaces)
  return Object.entries(condition).flatMap(([key, value]) => {
    if (['place', 'sameAs', 'differsFrom'].includes(key) && typeof value === 'string') return [value]
    return typeof value === 'object' ? conditionPlaces(value) : []
  })
}

/** A place without its qualifiers. */
function bare(name: string): string {
  return name.replace(/\[[^\]]*\]/g, '')
}

function problemOfPlace(name: string, inside: string | undefined, guide: Guide): string | undefined {
  const element = parseElementPlace(name)
  const place = element ?? parseSegmentPlace(name)
  if (!place) return undefined
  const around = inside && !name.startsWith('/') ? parseSegmentPlace(inside) : undefined
  const nodes = loopNodes(place, around, guide)
  if (nodes.length === 0) return `the guide of ${guide.set} has no such loop`
  const definition = definitionIn(nodes, place.tag, around?.tag)
  if (!definition) return `the guide of ${guide.set} has no segment ${place.tag} there`
  if (element && definition.slots && element.element > definition.slots.length)
    return `${place.tag} has ${definition.slots.length} elements: there is no ${elementName(place.tag, element.element)}`
  return undefined
}

/** The loops in which a place's segment may stand. */
function loopNodes(place: SegmentPlace, around: SegmentPlace | undefined, guide: Guide): LoopNode[] {
  const start = around
    ? stepsDown(
        [...(around.loops ?? []), around].map(step => step.tag),
        around.loops,
        guide.root,
      )
    : [guide.root]
  const from = start.length > 0 ? start : around ? [guide.root] : []
  if (!place.loops) return from.flatMap(everyNode)
  return from.flatMap(node =>
    descendBy(
      node,
      place.loops!.map(step => step.tag),
    ),
  )
}

function stepsDown(tags: readonly string[], loops: SegmentPlace['loops'], root: LoopNode): LoopNode[] {
  return loops ? descendBy(root, tags) : everyNode(root).filter(node => node.id === tags.at(-1))
}

function descendBy(node: LoopNode, tags: readonly string[]): LoopNode[] {
  return tags.reduce<LoopNode[]>(
    (open, tag) =>
      open.flatMap(each => each.children.filter(child => child.kind === 'loop' && child.id === tag) as LoopNode[]),
    [node],
  )
}

function everyNode(node: LoopNode): LoopNode[] {
  return [node, ...node.children.flatMap(child => (child.kind === 'loop' ? everyNode(child) : []))]
}

function definitionIn(nodes: readonly LoopNode[], tag: string, scope: string | undefined) {
  for (const node of nodes) {
    for (const child of node.children) {
      if (child.kind === 'segment' && child.definition.tag === tag) return child.definition
      if (child.kind !== 'loop' || child.id !== tag) continue
      const first = child.children[0]
      if (first?.kind === 'segment') return first.definition
    }
    const own = node.children[0]
    if (scope === tag && own?.kind === 'segment' && own.definition.tag === tag) return own.definition
  }
  return undefined
}
