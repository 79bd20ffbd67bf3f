import type { LocatedIssue } from '../../../translators/x12/annotate/locate.ts'
import { type Paint, visible } from '../paint.ts'

/** Characters of a segment that are shown around a caret when it is longer than the line. */
const ahead = 20
/** A narrower terminal wraps. */
const narrowest = 40

/** Characters that a terminal shows two columns wide: those of East Asia, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu

/** The segment's line with a caret under what is meant, cut to a width; nothing where the segment is not known. */
export function caretLines({ text, caret, hint }: LocatedIssue, columns: number): string[] {
  if (text === undefined || !caret) return []
  const width = Math.max(narrowest, columns)
  const from = caret.start + caret.length <= width ? 0 : Math.max(0, caret.start - ahead)
  const shown = (from > 0 ? '…' : '') + text.slice(from, from + width) + (text.length > from + width ? '…' : '')
  const start = caret.start - from + (from > 0 ? 1 : 0)
  const length = Math.min(caret.length, Math.max(1, shown.length - start))
  const before = shown
    .slice(0, start)
    .replaceAll(wide, '\u3000')
    .replaceAll(/[^\u3000]/gu, ' ')
  return [shown, `${before}${'^'.repeat(length)}${hint ? ` ${hint}` : ''}`]
}

/** `error: N402 … is longer than 2.` */
export function sentence({ issue }: LocatedIssue, paint: Paint): string {
  const word = issue.severity === 'error' ? paint.error('error') : paint.warning('warning')
  return `${word}: ${visible(issue.message)}`
}

/** What else is known of an issue: its code, what was expected, where it stands, and how it is acknowledged. */
export function particulars({ issue }: LocatedIssue): string {
  const { at, code, expected, acknowledgment } = issue
  const place = at.set ? `set ${at.set.id} ${at.set.controlNumber}${at.position ? `, segment ${at.position}` : ''}` : ''
  const answered = acknowledgment ? `${answers[acknowledgment.list]} ${acknowledgment.code}` : ''
  return [code, place, expected ? `expected ${expected}` : '', answered].filter(Boolean).map(visible).join(' · ')
}

/** Where a functional or interchange acknowledgment names the code. */
const answers = { segment: 'AK304', element: 'AK403', set: 'AK502', group: 'AK905', interchange: 'TA105' } as const

/** An issue as compilers show theirs: file, line and column, what is wrong, the segment, a caret. */
export function problemLines(file: string, problem: LocatedIssue, paint: Paint, width: number): string[] {
  const { line, column } = problem
  const gutter = line === undefined ? '' : String(line)
  const edge = (text: string) => paint.faint(`${text.padStart(gutter.length + 2)} │ `)
  const [text, caret] = caretLines(problem, width - gutter.length - 6)
  const place = [file, line, column].filter(part => part !== undefined).join(':')
  return [
    `${paint.title(place)}: ${sentence(problem, paint)}`,
    ...(text === undefined ? [] : [`${edge(gutter)}${text}`]),
    ...(caret === undefined ? [] : [`${edge('')}${colourOf(problem, paint)(caret)}`]),
    `${edge('')}${paint.faint(particulars(problem))}`,
  ]
}

/** The colour of an issue's severity. */
export function colourOf({ issue }: LocatedIssue, paint: Paint): (text: string) => string {
  return issue.severity === 'error' ? paint.error : paint.warning
}

/** An issue for programs: what `Issue` says, with line, column and the segment. */
export function problemRecord(problem: LocatedIssue): Record<string, unknown> {
  const { issue, line, column, text } = problem
  return { ...issue, ...(line === undefined ? {} : { line, column }), ...(text === undefined ? {} : { segment: text }) }
}
