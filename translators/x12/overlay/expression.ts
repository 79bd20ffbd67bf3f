import jsonata from 'jsonata'
import { allowedNames, functions } from './expression-functions.ts'
import { Meter, OutOfBounds } from './expression-meter.ts'

/** What an expression sees: `$` is `input`; the others are `$document`, `$source`, `$facts` and `$index`. */
export interface ExpressionScope {
  input: unknown
  bindings?: Readonly<Record<string, unknown>>
}

/** An expression's value, or a sentence that says why there is none. */
export type ExpressionResult = { value: unknown } | { problem: string }

/** A JSONata expression that passed the checks. Evaluating it never throws and always ends. */
export interface Expression {
  source: string
  evaluate(scope: ExpressionScope): Promise<ExpressionResult>
}

/** Longest expression, in characters. */
const longest = 2_000
/**
 * Deepest nesting of evaluations, longest list, and the wall clock's limit in milliseconds. The meter stops an expression; the clock, which
 * also counts what the process does beside it, only helps where the meter fails, so that a busy hub holds no good document back.
 */
const engineLimits = { stack: 400, sequence: 10_000, timeout: 15_000 }

const beforeStep = Symbol.for('jsonata.__evaluate_entry')
const afterStep = Symbol.for('jsonata.__evaluate_exit')
/** A name that no expression can write. */
const meterName = '\u0000meter'

interface Frame {
  lookup(name: string): unknown
}

/**
 * Compiles a JSONata expression for the sandbox, or answers what keeps it out: bad syntax, a regular expression (use `$matches`, which
 * cannot hang), `$eval`, functions of the clock or of chance, transforms, `**`, names that do not exist.
 */
export function compileExpression(source: string): Expression | { problem: string } {
  if (source.length > longest) return { problem: `an expression has at most ${longest} characters` }
  let engine: jsonata.Expression
  try {
    engine = jsonata(source, engineLimits)
  } catch (error) {
    return { problem: `not an expression: ${messageOf(error)}` }
  }
  const problem = problemIn(engine.ast())
  if (problem) return { problem }
  for (const [name, implementation] of Object.entries(functions)) {
    engine.registerFunction(name, implementation as (...given: unknown[]) => unknown)
  }
  assign(engine, beforeStep, (_node: unknown, _input: unknown, frame: Frame) => meterOf(frame).step())
  assign(engine, afterStep, (_node: unknown, _input: unknown, frame: Frame, result: unknown) =>
    meterOf(frame).weigh(result),
  )
  return { source, evaluate: scope => evaluate(engine, scope) }
}

/** jsonata takes symbols as well as names, and calls what is bound to these two around every step. */
function assign(engine: jsonata.Expression, name: symbol, value: unknown): void {
  engine.assign(name as unknown as string, value)
}

function meterOf(frame: Frame): Meter {
  return frame.lookup(meterName) as Meter
}

async function evaluate(engine: jsonata.Expression, scope: ExpressionScope): Promise<ExpressionResult> {
  const meter = new Meter()
  try {
    const value: unknown = await engine.evaluate(scope.input, { ...scope.bindings, [meterName]: meter })
    meter.weigh(value)
    return { value: plain(value) }
  } catch (error) {
    return { problem: error instanceof OutOfBounds ? error.message : messageOf(error) }
  }
}

/** The value as JSON has it: without functions, and without what jsonata keeps on its lists. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply, or grows too large'
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === 'D1011') return `it calls itself more than ${engineLimits.stack} deep`
  if (code === 'D1012') return 'it takes too long'
  if (code === 'D2014' || code === 'D2015') return `a list has more than ${engineLimits.sequence} entries`
  return typeof message === 'string' ? message.slice(0, 200) : 'it cannot be evaluated'
}

/** What in a syntax tree is not let in. */
function problemIn(tree: unknown): string | undefined {
  const bound = new Set<string>()
  const used: string[] = []
  let problem: string | undefined
  visit(tree, node => {
    problem ??= problemOfNode(node)
    if (node.type === 'variable' && typeof node.value === 'string') used.push(node.value)
    for (const name of namesBoundBy(node)) bound.add(name)
  })
  if (problem) return problem
  const unknown = used.find(name => name !== '' && name !== '$' && !bound.has(name) && !allowedNames.has(name))
  return unknown === undefined ? undefined : `there is no $${unknown} here`
}

interface Node {
  type?: unknown
  value?: unknown
  [part: string]: unknown
}

function problemOfNode(node: Node): string | undefined {
  switch (node.type) {
    case 'regex':
      return "regular expressions are not let in: use $matches(text, 'pattern')"
    case 'transform':
      return 'transforms (| … |) are not let in'
    case 'descendant':
      return '** is not let in: name the path'
    case 'partial':
      return 'a function with ? is not let in: write function($x){ … }'
    case 'lambda':
      return node.signature === undefined ? undefined : 'a function has no signature <…> here'
    default:
      return undefined
  }
}

function namesBoundBy(node: Node): string[] {
  const names: string[] = []
  if (node.type === 'bind') names.push(nameOf(node.lhs))
  if (node.type === 'lambda' && Array.isArray(node.arguments)) names.push(...node.arguments.map(nameOf))
  for (const part of ['focus', 'index']) if (typeof node[part] === 'string') names.push(node[part])
  return names
}

function nameOf(node: unknown): string {
  return String((node as Node | undefined)?.value)
}

/** Visits every node once; what the parser shares between nodes is not visited again. */
function visit(tree: unknown, see: (node: Node) => void): void {
  const seen = new Set<unknown>()
  const open = [tree]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    if (!Array.isArray(node)) see(node as Node)
    open.push(...Object.values(node))
  }
}
