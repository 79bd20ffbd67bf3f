import { documentNumberOf } from '../../../translators/documents/index.ts'
import { hasErrors } from '../../../translators/issue.ts'
import type { AnnotatedSet } from '../../../translators/x12/annotate/annotated-reader.ts'
import { depthsOf } from '../../../translators/x12/annotate/depths.ts'
import type { LocatedIssue } from '../../../translators/x12/annotate/locate.ts'
import { namedValues, segmentName } from '../../../translators/x12/annotate/meanings.ts'
import { type Segment, segmentText } from '../../../translators/x12/annotate/segments.ts'
import { guideOf } from '../../../translators/x12/guides/guide.ts'
import type { Guide } from '../../../translators/x12/guides/model.ts'
import type { Delimiters, Group, Interchange } from '../../../translators/x12/types.ts'
import { counted, type Paint, visible } from '../paint.ts'
import { caretLines, colourOf, sentence } from './problem-lines.ts'

/** How the tree is drawn. */
export interface TreeStyle {
  paint: Paint
  /** Columns. */
  width: number
  /** One line a segment, without its elements. */
  brief: boolean
}

const usages = { P: 'production', T: 'test', I: 'information' } as const

/** The lines that open an interchange. */
export function interchangeLines(
  interchange: Interchange,
  header: Segment | undefined,
  { paint }: TreeStyle,
): string[] {
  const { senderQualifier, sender, receiverQualifier, receiver, date, time, controlNumber, version } = interchange
  const { element, segment, component, repetition } = interchange.delimiters
  const delimiters = visible([element, component, repetition ?? '', segment].filter(Boolean).join(' '))
  return [
    `${paint.title(`Interchange ${visible(controlNumber)}`)}  ${usages[interchange.usage]}, version ${visible(version)}, ${visible(`${date} ${time}`)}`,
    `  ${visible(`${senderQualifier}:${sender} → ${receiverQualifier}:${receiver}`)}`,
    `  ${paint.faint(`delimiters ${delimiters}${interchange.acknowledgmentRequested ? ', TA1 requested' : ''}`)}`,
    ...(header ? [`  ${paint.faint(visible(segmentText(header, interchange.delimiters)))}`] : []),
  ]
}

/** The lines that open a group. */
export function groupLines(
  group: Group,
  header: Segment | undefined,
  delimiters: Delimiters,
  style: TreeStyle,
): string[] {
  const { functionalId, controlNumber, version, sender, receiver, date } = group
  const { paint } = style
  return [
    '',
    `  ${paint.title(`Group ${visible(`${functionalId} ${controlNumber}`)}`)}  version ${visible(version)}, ${visible(`${sender} → ${receiver}, ${date}`)}`,
    ...(header ? [`    ${paint.faint(visible(segmentText(header, delimiters)))}`] : []),
  ]
}

/** A transaction set: its heading, its segments, and what is wrong at the place where it is wrong. */
export function* setLines(annotated: AnnotatedSet, style: TreeStyle): Generator<string> {
  const { set, group, problems, delimiters } = annotated
  const { paint } = style
  const guide = guideOf(set.id, group.version)
  const segments = annotated.segments()
  yield ''
  yield `    ${paint.title(visible(`${set.id} ${guide?.name ?? 'Unknown transaction set'}  ${set.controlNumber}`))}  ${verdictOf(annotated, paint)}`
  const trailed = segments.at(-1)?.tag === 'SE'
  const depths = depthsFor(segments, guide, trailed)
  const byPosition = grouped(problems, segments.length)
  for (const [index, segment] of segments.entries()) {
    const indent = `${String(index + 1).padStart(7)}  ${'  '.repeat(Math.min(depths[index] ?? 0, deepest))}`
    const own = byPosition.get(index + 1) ?? []
    yield* segmentLines(segment, indent, own, { version: group.version, delimiters, style })
  }
  for (const problem of byPosition.get(0) ?? []) yield `         ${sentence(problem, paint)}`
}

function depthsFor(segments: readonly Segment[], guide: Guide | undefined, trailed: boolean): number[] {
  return guide ? depthsOf(segments, guide, trailed) : []
}

function verdictOf({ set, problems }: AnnotatedSet, paint: Paint): string {
  const count = counted(set.segmentsCount, 'segment')
  const errors = problems.filter(({ issue }) => issue.severity === 'error').length
  if (hasErrors(set.issues)) return `${count}, ${paint.error(counted(errors, 'error'))}`
  const notes = problems.length > 0 ? `, ${paint.warning(counted(problems.length, 'warning'))}` : ''
  const document = set.document
    ? paint.good(`${set.document.kind} ${visible(documentNumberOf(set.document))}`)
    : 'valid'
  return `${count}${notes}, ${document}`
}

/** Issues by the segment that they are shown under; 0 for those that no segment shows. */
function grouped(problems: readonly LocatedIssue[], segments: number): Map<number, LocatedIssue[]> {
  const groups = new Map<number, LocatedIssue[]>()
  for (const problem of problems) {
    const position = problem.text === undefined ? 0 : Math.min(problem.issue.at.position ?? 1, segments)
    groups.set(position, [...(groups.get(position) ?? []), problem])
  }
  return groups
}

/** Levels that are drawn; HL may name any number of parents. */
const deepest = 20

/** Where the names begin when a segment has one line. */
const briefWidth = 68

interface SegmentContext {
  version: string
  delimiters: Delimiters
  style: TreeStyle
}

function* segmentLines(
  segment: Segment,
  indent: string,
  problems: readonly LocatedIssue[],
  { version, delimiters, style }: SegmentContext,
): Generator<string> {
  const { paint, width, brief } = style
  const name = segmentName(segment.tag, version)
  const blank = ' '.repeat(indent.length)
  const raw = visible(segmentText(segment, delimiters))
  const tag = visible(segment.tag.slice(0, 20))
  if (brief && problems.length === 0) {
    const room = Math.max(20, briefWidth - indent.length)
    const line = raw.length <= room ? raw : `${raw.slice(0, room - 1)}…`
    const code = namedValues(segment, version, delimiters).find(({ meaning }) => meaning)?.meaning
    const said = code ? `${name}: ${code}` : name
    yield `${paint.faint(indent)}${paint.tag(tag)}${line.slice(tag.length).padEnd(room + 2 - tag.length)}${paint.meaning(said)}`
  } else if (!brief) {
    yield `${paint.faint(indent)}${paint.tag(tag.padEnd(3))} ${name || paint.faint('not in the dictionary')}`
    yield* valueLines(segment, `${blank}    `, { version, delimiters, style })
  }
  for (const [at, problem] of problems.entries()) {
    const [text, caret] = caretLines(problem, width - indent.length - 1)
    const again = at > 0 && problem.text === problems[at - 1]?.text && text?.startsWith('…') === false
    if (!again) yield `${brief && at === 0 ? paint.faint(indent) : blank}${text}`
    yield `${blank}${colourOf(problem, paint)(caret ?? '')}`
    yield `${blank}${sentence(problem, paint)}`
  }
}

/** Widest name before the dots that lead to the value. */
const nameWidth = 44

function* valueLines(
  segment: Segment,
  blank: string,
  { version, delimiters, style }: SegmentContext,
): Generator<string> {
  const { paint } = style
  for (const { place, name, value, meaning } of namedValues(segment, version, delimiters)) {
    const whole = `${place} ${name}`.trim()
    const label = whole.length > nameWidth - 2 ? `${whole.slice(0, nameWidth - 3)}…` : whole
    const leader = paint.faint('.'.repeat(Math.max(2, nameWidth - label.length)))
    yield `${blank}${label} ${leader} ${visible(value)}${meaning ? `  ${paint.meaning(meaning)}` : ''}`
  }
}
