/** A value as it is written in a query. */
export type Literal =
  | { kind: 'variable'; name: string }
  | { kind: 'enum'; name: string }
  | { kind: 'list'; items: Literal[] }
  | { kind: 'object'; fields: Record<string, Literal> }
  | { kind: 'value'; value: string | number | boolean | null }

export interface Field {
  name: string
  alias?: string
  args: Record<string, Literal>
  directives: { name: string; args: Record<string, Literal> }[]
  selection: Selection[]
}

/** A field, or the fields of one type of a union. */
export type Selection = { kind: 'field'; field: Field } | { kind: 'on'; type: string; selection: Selection[] }

export interface ParsedOperation {
  type: 'query' | 'mutation'
  variables: { name: string; type: string; required: boolean }[]
  selection: Selection[]
}

const token = /\s+|,|#[^\n]*|(\.\.\.|[!$():=@[\]{}|&])|([_A-Za-z]\w*)|(-?\d+(?:\.\d+)?)|("(?:[^"\\\n]|\\.)*")/y

function tokens(text: string): string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (!match) throw new Error(`syntax error at ${text.slice(at, at + 20)}`)
    const [, sign, name, number, string] = match
    const one = sign ?? name ?? number ?? string
    if (one !== undefined) found.push(one)
  }
  return found
}

/** Reads one operation of GraphQL (October 2021, without fragments that have names). Throws for what is not one. */
export function parseOperation(text: string): ParsedOperation {
  return new Parser(tokens(text)).operation()
}

class Parser {
  readonly #tokens: string[]
  #at = 0

  constructor(list: string[]) {
    this.#tokens = list
  }

  operation(): ParsedOperation {
    const type = this.#peek() === '{' ? 'query' : this.#take()
    if (type !== 'query' && type !== 'mutation') throw new Error(`syntax error: ${type} is no operation`)
    if (/^\w/.test(this.#peek())) this.#take()
    const variables = this.#peek() === '(' ? this.#variables() : []
    const selection = this.#selection()
    if (this.#at < this.#tokens.length) throw new Error(`syntax error: ${this.#peek()} after the operation`)
    return { type, variables, selection }
  }

  #variables(): ParsedOperation['variables'] {
    const found: ParsedOperation['variables'] = []
    this.#expect('(')
    while (!this.#skip(')')) {
      this.#expect('$')
      const name = this.#take()
      this.#expect(':')
      const type = this.#type()
      found.push({ name, type, required: type.endsWith('!') })
    }
    return found
  }

  #type(): string {
    let type = this.#take()
    if (type === '[') {
      type = `[${this.#type()}]`
      this.#expect(']')
    }
    return this.#skip('!') ? `${type}!` : type
  }

  #selection(): Selection[] {
    const found: Selection[] = []
    this.#expect('{')
    while (!this.#skip('}')) {
      if (this.#skip('...')) {
        this.#expect('on')
        found.push({ kind: 'on', type: this.#take(), selection: this.#selection() })
      } else found.push({ kind: 'field', field: this.#field() })
    }
    return found
  }

  #field(): Field {
    const first = this.#take()
    const name = this.#skip(':') ? this.#take() : first
    const args = this.#peek() === '(' ? this.#args() : {}
    const directives: Field['directives'] = []
    while (this.#skip('@')) directives.push({ name: this.#take(), args: this.#peek() === '(' ? this.#args() : {} })
    const selection = this.#peek() === '{' ? this.#selection() : []
    return { name, ...(first !== name && { alias: first }), args, directives, selection }
  }

  #args(): Record<string, Literal> {
    const found: Record<string, Literal> = {}
    this.#expect('(')
    while (!this.#skip(')')) {
      const name = this.#take()
      this.#expect(':')
      found[name] = this.#literal()
    }
    return found
  }

  #literal(): Literal {
    const one = this.#take()
    if (one === '$') return { kind: 'variable', name: this.#take() }
    if (one === '[') {
      const items: Literal[] = []
      while (!this.#skip(']')) items.push(this.#literal())
      return { kind: 'list', items }
    }
    if (one === '{') {
      const fields: Record<string, Literal> = {}
      while (!this.#skip('}')) {
        const name = this.#take()
        this.#expect(':')
        fields[name] = this.#literal()
      }
      return { kind: 'object', fields }
    }
    if (/^["\d-]|^(true|false|null)$/.test(one))
      return { kind: 'value', value: JSON.parse(one) as string | number | boolean | null }
    return { kind: 'enum', name: one }
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? ''
  }

  #take(): string {
    const one = this.#tokens[this.#at++]
    if (one === undefined) throw new Error('syntax error: it ends too early')
    return one
  }

  #skip(sign: string): boolean {
    if (this.#peek() !== sign) return false
    this.#at++
    return true
  }

  #expect(sign: string): void {
    const one = this.#take()
    if (one !== sign) throw new Error(`syntax error: expected ${sign}, found ${one}`)
  }
}
