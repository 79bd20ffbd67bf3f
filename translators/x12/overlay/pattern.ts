import { type PatternNode, parsePattern, type Range } from './pattern-syntax.ts'

/** A pattern made ready: holds or does not hold of a text, in time that grows with text × pattern and never faster. */
export interface Pattern {
  source: string
  test(text: string): boolean
}

/** Most instructions a pattern may need, counted repetitions written out. */
const longestProgram = 2_000

type Instruction =
  | { kind: 'one'; ranges: readonly Range[]; negated: boolean }
  | { kind: 'split'; to: readonly number[] }
  | { kind: 'start' }
  | { kind: 'end' }
  | { kind: 'match' }

/**
 * Compiles the part of regular expressions that can be matched without backtracking: text, `.`, classes such as `[A-Z0-9]` and `\d`,
 * groups, `|`, `^`, `$`, and the repetitions `* + ? {2} {2,} {2,5}`. Like RegExp with the flag `u` it looks anywhere in the text unless
 * anchored. Answers a sentence saying what is wrong with a pattern that is none. Patterns come from partners: RegExp would let one such as
 * `(a+)+$` stop the hub.
 */
export function compilePattern(source: string): Pattern | { problem: string } {
  const parsed = parsePattern(source)
  if ('problem' in parsed) return parsed
  const program: Instruction[] = []
  if (!emit(parsed.node, program)) return { problem: 'the pattern is too long once its repetitions are written out' }
  program.push({ kind: 'match' })
  return { source, test: text => run(program, text) }
}

/** Whether a text is a pattern that can be compiled; a sentence otherwise. */
export function patternProblem(source: string): string | undefined {
  const compiled = compilePattern(source)
  return 'problem' in compiled ? compiled.problem : undefined
}

/** Adds a node's instructions; false when the program grows too long. */
function emit(node: PatternNode, program: Instruction[]): boolean {
  if (program.length > longestProgram) return false
  switch (node.kind) {
    case 'one':
    case 'start':
    case 'end':
      program.push(node)
      return true
    case 'sequence':
      return node.nodes.every(each => emit(each, program))
    case 'choice':
      return emitChoice(node.nodes, program)
    case 'repeat':
      return emitRepeat(node, program)
  }
}

function emitChoice(nodes: readonly PatternNode[], program: Instruction[]): boolean {
  const split: number[] = []
  program.push({ kind: 'split', to: split })
  const exits: number[][] = []
  for (const node of nodes) {
    split.push(program.length)
    if (!emit(node, program)) return false
    const exit: number[] = []
    exits.push(exit)
    program.push({ kind: 'split', to: exit })
  }
  for (const exit of exits) exit.push(program.length)
  return true
}

function emitRepeat({ node, min, max }: PatternNode & { kind: 'repeat' }, program: Instruction[]): boolean {
  for (let i = 0; i < min; i++) if (!emit(node, program)) return false
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length
    const loop: number[] = []
    program.push({ kind: 'split', to: loop })
    loop.push(program.length)
    if (!emit(node, program)) return false
    program.push({ kind: 'split', to: [start] })
    loop.push(program.length)
    return true
  }
  const skips: number[][] = []
  for (let i = min; i < max; i++) {
    const skip = [program.length + 1]
    skips.push(skip)
    program.push({ kind: 'split', to: skip })
    if (!emit(node, program)) return false
  }
  for (const skip of skips) skip.push(program.length)
  return true
}

/** Thompson's simulation: all the places where a match may stand, moved on character by character. */
function run(program: readonly Instruction[], text: string): boolean {
  const characters = [...text]
  const marks = new Int32Array(program.length).fill(-1)
  let current: number[] = []
  for (let at = 0; at <= characters.length; at++) {
    enter(program, 0, at, characters.length, marks, current)
    const next: number[] = []
    const code = at < characters.length ? characters[at]!.codePointAt(0)! : -1
    for (const place of current) {
      const instruction = program[place]!
      if (instruction.kind === 'match') return true
      if (code >= 0 && instruction.kind === 'one' && holds(instruction, code)) {
        enter(program, place + 1, at + 1, characters.length, marks, next)
      }
    }
    current = next
  }
  return false
}

/** Follows splits and anchors from a place; `marks` keeps each place from being entered twice at one character. */
function enter(
  program: readonly Instruction[],
  from: number,
  at: number,
  length: number,
  marks: Int32Array,
  places: number[],
): void {
  const open = [from]
  while (open.length > 0) {
    const place = open.pop()!
    if (marks[place] === at) continue
    marks[place] = at
    const instruction = program[place]!
    if (instruction.kind === 'split') open.push(...instruction.to)
    else if (instruction.kind === 'start') {
      if (at === 0) open.push(place + 1)
    } else if (instruction.kind === 'end') {
      if (at === length) open.push(place + 1)
    } else places.push(place)
  }
}

function holds({ ranges, negated }: Instruction & { kind: 'one' }, code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to) !== negated
}
