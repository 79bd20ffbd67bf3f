import type { BusinessDocument } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { issueOf } from '../problems.ts'
import { completeDocument, echoIssues } from './complete.ts'
import type { ComputedValues, OverlayContext } from './context.ts'
import { compileExpression, type Expression, type ExpressionResult } from './expression.ts'
import { type ExpressionValue, expressionsOf } from './expressions-of.ts'
import { policyIssues, unwantedAnswer } from './policy.ts'
import type { Overlay } from './schema.ts'

/** A document ready to be written under a map. */
export interface Prepared {
  document: BusinessDocument
  /** The context that came, with the values of the map's expressions: hand it to `writeX12`. */
  context: OverlayContext
  /** What the map has against the document itself. With an error among them it should not be sent. */
  issues: Issue[]
}

/**
 * What has to be done before a document is written under a map, apart from the writing because expressions are evaluated in their own time:
 * fields that the partner wants back are taken from the source document, expressions are evaluated, tests and policy are held.
 */
export async function prepareDocument(
  given: BusinessDocument,
  overlay: Overlay,
  context: OverlayContext = {},
): Promise<Prepared> {
  const document = completeDocument(given, overlay, context.source)
  const computed = new Map<string, string | (string | undefined)[]>()
  const issues: Issue[] = []
  for (const { id, value } of expressionsOf(overlay)) {
    const result = await valuesOf(value, document, context)
    if ('problem' in result) issues.push(...failure(id, result.problem, overlay))
    else if (result.value !== undefined) computed.set(id, result.value)
  }
  issues.push(...unwantedAnswer(document, overlay), ...(await reviewDocument(document, overlay, context)))
  return { document, context: { ...context, computed: computed satisfies ComputedValues }, issues }
}

/** What the map has against a document that was read, or is to be written: its tests, what should have come back, its policy. */
export async function reviewDocument(
  document: BusinessDocument,
  overlay: Overlay,
  context: OverlayContext = {},
): Promise<Issue[]> {
  const issues = [...echoIssues(document, overlay, context.source), ...policyIssues(document, overlay, context.source)]
  for (const [index, { name, test, message, severity }] of (overlay.tests ?? []).entries()) {
    const result = await evaluated(test, document, document, context, 0)
    if ('problem' in result) issues.push(...failure(`tests[${index}] ("${name}")`, result.problem, overlay))
    else if (result.value !== true) {
      const severities = { 'test-failed': severity, ...overlay.severities }
      issues.push(...[issueOf('test-failed', { message, at: {}, expected: name }, { severities }) ?? []].flat())
    }
  }
  return issues
}

function failure(rule: string, problem: string, overlay: Overlay): Issue[] {
  const message = `The expression of ${rule} in the partner's map was stopped: ${problem}. Correct the map.`
  return [issueOf('expression-failed', { message, at: {} }, { severities: overlay.severities }) ?? []].flat()
}

async function valuesOf(
  { expression, for: list }: ExpressionValue,
  document: BusinessDocument,
  context: OverlayContext,
): Promise<{ value: string | (string | undefined)[] | undefined } | { problem: string }> {
  if (!list) {
    const result = await evaluated(expression, document, document, context, 0)
    if ('problem' in result) return result
    return Array.isArray(result.value) ? textsOf(result.value) : textOf(result.value)
  }
  const texts: (string | undefined)[] = []
  for (const [index, entry] of entriesAt(document, list).entries()) {
    const result = await evaluated(expression, entry, document, context, index)
    const text = 'problem' in result ? result : textOf(result.value)
    if ('problem' in text) return text
    texts.push(text.value)
  }
  return { value: texts }
}

function textsOf(values: readonly unknown[]): { value: (string | undefined)[] } | { problem: string } {
  const texts = values.map(textOf)
  const wrong = texts.find(text => 'problem' in text)
  return wrong && 'problem' in wrong ? wrong : { value: texts.map(text => ('value' in text ? text.value : undefined)) }
}

function textOf(value: unknown): { value: string | undefined } | { problem: string } {
  if (value === undefined || value === null) return { value: undefined }
  if (typeof value === 'object') return { problem: 'it gives no text or number' }
  return { value: String(value) }
}

/** The entries of a list by its path; lists in lists are taken one after the other: `packages[].lines`. */
function entriesAt(document: BusinessDocument, path: string): unknown[] {
  return path
    .replace(/\[\]$/, '')
    .split('.')
    .reduce<unknown[]>(
      (open, step) => {
        const name = step.replace(/\[\]$/, '')
        return open.flatMap(entry => (entry as Record<string, unknown> | undefined)?.[name] ?? [])
      },
      [document],
    )
}

const compiled = new Map<string, Expression>()
/** Compiled expressions kept; maps are few, so this is only a bound. */
const mostCompiled = 500

async function evaluated(
  source: string,
  input: unknown,
  document: BusinessDocument,
  context: OverlayContext,
  index: number,
): Promise<ExpressionResult> {
  let expression = compiled.get(source)
  if (!expression) {
    const fresh = compileExpression(source)
    if ('problem' in fresh) return fresh
    if (compiled.size >= mostCompiled) compiled.clear()
    compiled.set(source, fresh)
    expression = fresh
  }
  const bindings = { document, source: context.source, facts: context.facts ?? {}, index }
  return await expression.evaluate({ input, bindings })
}
