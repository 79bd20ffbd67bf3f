import type { Issue } from '../issue.ts'
import type { Lexer } from './lexer.ts'
import type { ProblemCode } from './problems.ts'
import type { Report } from './report.ts'

/** Segments in a row that stand where none belongs. One missing header is one issue, however many segments come after it. */
export class OutsideRun {
  readonly #code: ProblemCode
  readonly #home: string
  #issue: Issue | undefined
  #first = ''
  #count = 0

  /** `home`: where they should stand, and what begins that: `functional group, whose GS is missing`. */
  constructor(code: ProblemCode, home: string) {
    this.#code = code
    this.#home = home
  }

  /** Tells of the segment that the lexer holds: as a new issue, or in that of the segments before it. */
  add(lexer: Lexer, report: Report): void {
    const tag = lexer.text(0).slice(0, 20)
    this.#count++
    if (this.#count === 1) {
      this.#first = tag
      const message = `Segment ${tag} stands outside any ${this.#home}.`
      this.#issue = report.add(this.#code, { message, at: { offset: lexer.offset } })
    } else if (this.#issue) {
      this.#issue.message = `${this.#count} segments, ${this.#first} to ${tag}, stand outside any ${this.#home}; none of them is read.`
    }
  }

  /** Something else came: what stands outside after it is told anew. */
  end(): void {
    this.#count = 0
    this.#issue = undefined
  }
}
