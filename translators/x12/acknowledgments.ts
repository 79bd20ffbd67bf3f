import type { FunctionalAcknowledgment, SetAnswer } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { dictionaryOf } from './guides/dictionary.ts'
import { dictionaryVersionOf } from './guides/guide.ts'
import type { Group, Interchange, TransactionSet } from './types.ts'

/** Groups that are answers themselves, and are never answered (X12 997: no acknowledgment of an acknowledgment). */
const answers = new Set(['FA'])
/** AK5 takes five codes, AK3 as many AK4 as the set has elements in error; more segments than this help nobody. */
const mostSegments = 500

type SegmentAnswer = SetAnswer['segments'][number]

/** The answers that an interchange asks for: one functional acknowledgment (X12 997) for each group that is not one itself. */
export function functionalAcknowledgmentsOf(interchange: Interchange): FunctionalAcknowledgment[] {
  const refused = hasErrors(interchange.issues)
  return interchange.groups.filter(group => !answers.has(group.functionalId)).map(group => acknowledge(group, refused))
}

/** A group is partly accepted when some sets are accepted and some are not; an error in its own envelope rejects it whole. */
function acknowledge(group: Group, refused: boolean): FunctionalAcknowledgment {
  const groupRefused = refused || hasErrors(group.issues)
  const sets = group.sets.map(set => answerTo(set, group.version, groupRefused))
  const accepted = sets.filter(set => set.status !== 'rejected').length
  const claimed = group.issues.find(issue => issue.code === 'set-count-mismatch')?.value
  return {
    kind: 'functional-acknowledgment',
    functionalId: group.functionalId || 'ZZ',
    groupControlNumber: group.controlNumber || '0',
    status: groupStatus(group, sets, accepted, groupRefused),
    codes: codesOf(group.issues, 'group', group.version).slice(0, 5),
    sets,
    included: claimed && /^\d{1,6}$/.test(claimed) ? Number(claimed) : sets.length,
    received: sets.length,
    accepted,
  }
}

function groupStatus(
  group: Group,
  sets: readonly SetAnswer[],
  accepted: number,
  refused: boolean,
): FunctionalAcknowledgment['status'] {
  if (refused || (sets.length > 0 && accepted === 0)) return 'rejected'
  if (accepted < sets.length) return 'partially-accepted'
  const noted =
    sets.some(set => set.status === 'accepted-with-errors') || codesOf(group.issues, 'group', group.version).length > 0
  return noted ? 'accepted-with-errors' : 'accepted'
}

function answerTo(set: TransactionSet, version: string, refused: boolean): SetAnswer {
  const segments = segmentAnswers(set.issues, version)
  const codes = new Set(codesOf(set.issues, 'set', version))
  if (segments.length > 0) codes.add('5')
  const rejected = refused || hasErrors(set.issues)
  return {
    set: set.id || '000',
    controlNumber: set.controlNumber || '0000',
    status: rejected ? 'rejected' : codes.size > 0 ? 'accepted-with-errors' : 'accepted',
    codes: [...codes].slice(0, 5),
    segments,
  }
}

/** Codes that 005010 has for what older releases say with a broader one. */
const sharper: Readonly<Record<string, string>> = {
  'duplicate-group-control-number': '19',
  'wrong-group-for-set': '18',
  'too-many-components': '13',
}

/** The code by which an issue is acknowledged in a version. */
function codeOf({ code, acknowledgment }: Issue, version: string): string {
  const later = dictionaryVersionOf(version) >= '005010' ? sharper[code] : undefined
  return later ?? acknowledgment!.code
}

function codesOf(issues: readonly Issue[], list: 'set' | 'group', version: string): string[] {
  const codes = issues.flatMap(issue => (issue.acknowledgment?.list === list ? [codeOf(issue, version)] : []))
  return [...new Set(codes)]
}

/** One AK3 for each segment in error, and for each way in which it is; element errors go under the one with code 8. */
function segmentAnswers(issues: readonly Issue[], version: string): SegmentAnswer[] {
  const byPlace = new Map<string, SegmentAnswer>()
  for (const issue of issues) {
    const { segment, position, loop } = issue.at
    const list = issue.acknowledgment?.list
    if (!segment || !position || (list !== 'segment' && list !== 'element')) continue
    const code = list === 'segment' ? codeOf(issue, version) : '8'
    const key = `${position} ${segment} ${code}`
    let answer = byPlace.get(key)
    if (!answer) {
      answer = { segment: segment.slice(0, 3).padEnd(2, '?'), position, code, elements: [], ...(loop ? { loop } : {}) }
      byPlace.set(key, answer)
    }
    if (list === 'element') answer.elements.push(elementAnswer(issue, segment, version))
  }
  return [...byPlace.values()].sort((a, b) => a.position - b.position).slice(0, mostSegments)
}

function elementAnswer(issue: Issue, segment: string, version: string): SegmentAnswer['elements'][number] {
  const element = issue.at.element ?? 1
  const { component, repetition } = issue.at
  const slot = dictionaryOf(dictionaryVersionOf(version)).segment(segment)?.slots?.[element - 1]
  const dataElement = (component ? slot?.composite?.slots[component - 1]?.element : slot?.element)?.number
  return {
    element,
    ...(component ? { component } : {}),
    ...(repetition ? { repetition } : {}),
    ...(dataElement && /^\d+$/.test(dataElement) ? { dataElement } : {}),
    code: codeOf(issue, version),
    ...(issue.value ? { value: issue.value } : {}),
  }
}
