import type { Issue } from '../../issue.ts'
import type { Delimiters } from '../types.ts'
import { type Segment, segmentText } from './segments.ts'
import { visible } from './visible.ts'
import type { Window } from './window.ts'

/** An issue on the segment that it speaks of. */
export interface MarkedIssue {
  issue: Issue
  /** The segment as it stands, on one line, and what in it is meant: from which character, how many. */
  text?: string
  caret?: { start: number; length: number }
  /** Where the caret marks the place of something that is not there. */
  hint?: string
}

/** An issue with its place in the file, as a person looks for it. */
export interface LocatedIssue extends MarkedIssue {
  /** Counted from 1, columns in bytes; absent when the place is not known any more. */
  line?: number
  column?: number
}

/** Finds where an issue points to in the segment that it names. */
export function locate(
  issue: Issue,
  segment: Segment | undefined,
  delimiters: Delimiters | undefined,
  window: Window,
): LocatedIssue {
  const offset = segment?.offset ?? issue.at.offset
  const place = offset === undefined ? undefined : window.placeOf(offset)
  if (!segment || !delimiters) return { issue, ...place }
  const caret = caretOf(issue, segment, delimiters)
  const before = segment.elements.slice(0, caret.element).reduce((sum, text) => sum + byteLength(text) + 1, 0)
  const inside = byteLength((segment.elements[caret.element] ?? '').slice(0, caret.within))
  return {
    ...mark(issue, segment, delimiters),
    ...(place ? { line: place.line, column: place.column + before + inside } : {}),
  }
}

/** Marks in a segment what an issue means. */
export function mark(issue: Issue, segment: Segment, delimiters: Delimiters): MarkedIssue {
  const caret = caretOf(issue, segment, delimiters)
  const hint = hintOf(issue, segment)
  return {
    issue,
    text: visible(segmentText(segment, delimiters)),
    caret: { start: startOf(segment, caret.element) + caret.within, length: Math.max(1, caret.length) },
    ...(hint ? { hint } : {}),
  }
}

interface Caret {
  element: number
  /** Characters into the element, and how many are meant. */
  within: number
  length: number
}

function caretOf(issue: Issue, { elements, tag }: Segment, delimiters: Delimiters): Caret {
  const { element = 0, component } = issue.at
  if (element >= elements.length) {
    const last = elements.length - 1
    return { element: last, within: elements[last]!.length, length: 1 }
  }
  const text = elements[element]!
  if (element === 0 || component === undefined) return { element, within: 0, length: (element ? text : tag).length }
  const parts = text.split(delimiters.component)
  const within = parts.slice(0, component - 1).reduce((sum, part) => sum + part.length + 1, 0)
  return { element, within: Math.min(within, text.length), length: parts[component - 1]?.length ?? 0 }
}

function startOf({ elements }: Segment, element: number): number {
  return elements.slice(0, element).reduce((sum, text) => sum + text.length + 1, 0)
}

function hintOf({ code, at }: Issue, segment: Segment): string | undefined {
  if (code === 'missing-segment' && at.segment !== segment.tag) return `${at.segment} should stand before this`
  if (at.segment && /^missing-.*-trailer$/.test(code)) return `${at.segment} should follow`
  return undefined
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
