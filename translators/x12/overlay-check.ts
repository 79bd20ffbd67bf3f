import type { ElementRuleAt, OverlayRules, SegmentRuleAt } from './overlay-rules.ts'
import { applies, standsIn } from './overlay-rules.ts'
import type { ProblemCode } from './problems.ts'
import type { Report } from './report.ts'
import type { SetBuffer } from './set-buffer.ts'
import { brief } from './validator.ts'
import type { Loop } from './walker.ts'

/** Holds a set against what the partner's map asks for beyond the standard. */
export function checkOverlay(root: Loop, buffer: SetBuffer, rules: OverlayRules, report: Report): void {
  visit(root, [], (loop, loops) => {
    checkSegments(loop, loops, buffer, rules, report)
    for (const segment of loop.segments) checkElements(segment, loops, buffer, rules, report)
  })
  for (const at of rules.segments) if (!at.loops) checkCount(at, countIn(root, at, buffer), root, buffer, report)
}

function visit(loop: Loop, loops: readonly string[], see: (loop: Loop, loops: readonly string[]) => void): void {
  see(loop, loops)
  for (const inner of loop.loops) visit(inner, [...loops, inner.node.id], see)
}

function checkSegments(
  loop: Loop,
  loops: readonly string[],
  buffer: SetBuffer,
  rules: OverlayRules,
  report: Report,
): void {
  for (const at of rules.segments) {
    if (!at.loops || !standsIn(at, loops)) continue
    const own = [...loop.segments, ...loop.loops.flatMap(inner => inner.segments.slice(0, 1))]
    checkCount(
      at,
      own.filter(segment => means(at, segment, buffer)),
      loop,
      buffer,
      report,
    )
  }
}

function checkCount(at: SegmentRuleAt, found: readonly number[], loop: Loop, buffer: SetBuffer, report: Report): void {
  const { usage, max = Number.POSITIVE_INFINITY } = at.rule
  const first = found[0] ?? loop.segments[0] ?? 1
  const place = { segment: at.tag, position: first + 1, offset: buffer.offsets[first] ?? 0 }
  const expected = at.name
  if (usage === 'required' && found.length === 0) {
    report.add('missing-segment', { message: `The partner's map requires ${at.name}.`, at: place, expected })
  } else if (usage === 'not used' && found.length > 0) {
    report.add('forbidden-segment', { message: `The partner's map does not use ${at.name}.`, at: place, expected })
  } else if (found.length > max) {
    report.add('too-many-segments', {
      message: `The partner's map allows ${at.name} at most ${max} times.`,
      at: place,
      expected,
    })
  }
}

function countIn(loop: Loop, at: SegmentRuleAt, buffer: SetBuffer): number[] {
  return [
    ...loop.segments.filter(each => means(at, each, buffer)),
    ...loop.loops.flatMap(inner => countIn(inner, at, buffer)),
  ]
}

function means(at: SegmentRuleAt, segment: number, buffer: SetBuffer): boolean {
  if (buffer.text(segment, 0) !== at.tag) return false
  return at.qualifiers.length === 0 || at.qualifiers.includes(buffer.text(segment, 1))
}

function checkElements(
  segment: number,
  loops: readonly string[],
  buffer: SetBuffer,
  rules: OverlayRules,
  report: Report,
): void {
  const tag = buffer.text(segment, 0)
  const first = buffer.text(segment, 1)
  for (const at of rules.elements) {
    if (!applies(at, tag, first, loops)) continue
    const fault = faultOf(at, buffer.text(segment, at.element))
    if (!fault) continue
    const value = brief(buffer.text(segment, at.element))
    report.add(fault.code, {
      message: `${at.name} ${fault.why} by the partner's map.`,
      at: { segment: tag, position: segment + 1, element: at.element, offset: buffer.offsets[segment]! },
      ...(value ? { value } : {}),
      expected: fault.expected,
    })
  }
}

function faultOf(at: ElementRuleAt, value: string): { code: ProblemCode; why: string; expected: string } | undefined {
  const { rule } = at
  if (value === '') {
    return rule.usage === 'required' || rule.fixed
      ? { code: 'missing-element', why: 'is required', expected: rule.fixed ?? 'a value' }
      : undefined
  }
  if (rule.usage === 'not used') return { code: 'forbidden-element', why: 'is not used', expected: 'nothing' }
  if (rule.fixed && value !== rule.fixed)
    return { code: 'invalid-value', why: `must be ${rule.fixed}`, expected: rule.fixed }
  if (at.codes && !at.codes.has(value)) {
    return { code: 'unknown-code', why: 'has a code that is not allowed', expected: [...at.codes].join(', ') }
  }
  const length = [...value].length
  const expected = rule.length?.join(' to ') ?? ''
  if (rule.length && length > rule.length[1]) return { code: 'too-long', why: 'is too long', expected }
  if (rule.length && length < rule.length[0]) return { code: 'too-short', why: 'is too short', expected }
  if (at.pattern && !at.pattern.test(value)) {
    return { code: 'invalid-value', why: 'has the wrong form', expected: rule.pattern! }
  }
  return undefined
}
