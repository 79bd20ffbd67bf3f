/** Characters from one code point to another, both included. */
export type Range = readonly [from: number, to: number]

/** A pattern as a tree. */
export type PatternNode =
  | { kind: 'one'; ranges: readonly Range[]; negated: boolean }
  | { kind: 'start' }
  | { kind: 'end' }
  | { kind: 'sequence'; nodes: readonly PatternNode[] }
  | { kind: 'choice'; nodes: readonly PatternNode[] }
  | { kind: 'repeat'; node: PatternNode; min: number; max: number }

const digit: Range[] = [[0x30, 0x39]]
const word: Range[] = [...digit, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]
const space: Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
]
const classes: Readonly<Record<string, { ranges: Range[]; negated: boolean }>> = {
  d: { ranges: digit, negated: false },
  D: { ranges: digit, negated: true },
  w: { ranges: word, negated: false },
  W: { ranges: word, negated: true },
  s: { ranges: space, negated: false },
  S: { ranges: space, negated: true },
}
const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, r: 0x0d }
const most = 0x10ffff
/** Deepest nesting of groups, and longest pattern. */
const deepest = 20
const longest = 500

class Refused extends Error {}

/** Reads a pattern; a sentence says what keeps it from being one. */
export function parsePattern(source: string): { node: PatternNode } | { problem: string } {
  if (source.length > longest) return { problem: `a pattern has at most ${longest} characters` }
  const reader = new Reader([...source])
  try {
    const node = reader.choice(0)
    if (!reader.done) return { problem: `")" without "(" at character ${reader.at + 1}` }
    return { node }
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message }
    throw error
  }
}

class Reader {
  at = 0
  readonly #text: readonly string[]

  constructor(text: readonly string[]) {
    this.#text = text
  }

  get done(): boolean {
    return this.at >= this.#text.length
  }

  choice(depth: number): PatternNode {
    if (depth > deepest) throw new Refused(`groups are nested more than ${deepest} deep`)
    const nodes = [this.#sequence(depth)]
    while (this.#take('|')) nodes.push(this.#sequence(depth))
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes }
  }

  #sequence(depth: number): PatternNode {
    const nodes: PatternNode[] = []
    while (!this.done && this.#peek() !== '|' && this.#peek() !== ')') nodes.push(this.#repeated(depth))
    return { kind: 'sequence', nodes }
  }

  #repeated(depth: number): PatternNode {
    const node = this.#atom(depth)
    const bounds = this.#bounds()
    if (!bounds) return node
    if (node.kind === 'start' || node.kind === 'end') throw new Refused('^ and $ cannot be repeated')
    if (this.#take('?')) throw new Refused('"?" after a repetition says nothing here: leave it out')
    if (this.#bounds()) throw new Refused(`a repetition is repeated at character ${this.at}`)
    return { kind: 'repeat', node, ...bounds }
  }

  #bounds(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { min: 0, max: 1 }
    if (!this.#take('{')) return undefined
    const min = this.#number()
    const open = this.#take(',')
    const max = open ? (this.#peek() === '}' ? Number.POSITIVE_INFINITY : this.#number()) : min
    if (!this.#take('}') || max < min) throw new Refused('a repetition is written {2}, {2,} or {2,5}')
    return { min, max }
  }

  #number(): number {
    let digits = ''
    while (/^\d$/.test(this.#peek())) digits += this.#next()
    if (!digits || digits.length > 4) throw new Refused('a repetition is written {2}, {2,} or {2,5}')
    return Number(digits)
  }

  #atom(depth: number): PatternNode {
    const character = this.#next()
    if (character === '(') return this.#group(depth)
    if (character === '[') return this.#class()
    if (character === '^') return { kind: 'start' }
    if (character === '$') return { kind: 'end' }
    if (character === '.') {
      return {
        kind: 'one',
        ranges: [
          [0x0a, 0x0a],
          [0x0d, 0x0d],
        ],
        negated: true,
      }
    }
    if (character === '\\') return this.#escape()
    if ('*+?{}]'.includes(character)) throw new Refused(`"${character}" at character ${this.at} needs a \\ before it`)
    return literal(character)
  }

  #group(depth: number): PatternNode {
    if (this.#take('?') && !this.#take(':')) throw new Refused('of the groups (?…) only (?:…) can be used here')
    const node = this.choice(depth + 1)
    if (!this.#take(')')) throw new Refused('a "(" is not closed')
    return node
  }

  #escape(): PatternNode {
    const character = this.#next()
    const named = classes[character]
    if (named) return { kind: 'one', ...named }
    return literal(this.#escaped(character))
  }

  #escaped(character: string): string {
    const control = controls[character]
    if (control !== undefined) return String.fromCodePoint(control)
    if (/^[A-Za-z0-9]$/.test(character)) throw new Refused(`\\${character} cannot be used here`)
    return character
  }

  #class(): PatternNode {
    const negated = this.#take('^')
    const ranges: Range[] = []
    while (this.#peek() !== ']') {
      const from = this.#member()
      if (typeof from !== 'string') {
        ranges.push(...from)
        continue
      }
      const range = this.#peek() === '-' && this.#text[this.at + 1] !== ']'
      if (range) this.at++
      const to = range ? this.#member() : from
      if (typeof to !== 'string' || code(to) < code(from)) throw new Refused('a range in [ ] runs backwards')
      ranges.push([code(from), code(to)])
    }
    this.at++
    return { kind: 'one', ranges, negated }
  }

  #member(): string | Range[] {
    const character = this.#next()
    if (character !== '\\') return character
    const escaped = this.#next()
    const named = classes[escaped]
    if (!named) return this.#escaped(escaped)
    return named.negated ? inverted(named.ranges) : named.ranges
  }

  #peek(): string {
    return this.#text[this.at] ?? ''
  }

  #next(): string {
    const character = this.#text[this.at++]
    if (character === undefined) throw new Refused('the pattern ends too early')
    return character
  }

  #take(character: string): boolean {
    if (this.#peek() !== character || this.done) return false
    this.at++
    return true
  }
}

function literal(character: string): PatternNode {
  return { kind: 'one', ranges: [[code(character), code(character)]], negated: false }
}

function code(character: string): number {
  return character.codePointAt(0)!
}

function inverted(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  let from = 0
  for (const [start, end] of ranges) {
    if (start > from) result.push([from, start - 1])
    from = end + 1
  }
  return [...result, [from, most]]
}
