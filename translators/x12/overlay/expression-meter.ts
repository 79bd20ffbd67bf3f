/** An expression went beyond what it may cost; the message says how, for a person. */
export class OutOfBounds extends Error {}

/** Steps and the work done in them, before an expression is stopped: a few tenths of a second. */
const mostWork = 200_000
/** Longest text that a step may give. */
const longestText = 20_000
/** The largest value that a step may give: its fields, entries and texts counted as if each were written out. */
const heaviest = 200_000

/**
 * Counts what one evaluation costs. jsonata's own functions work on whole values within one step, so every value is weighed when it
 * appears: one that would be slow to compare, copy or print is refused before anything can be done with it.
 */
export class Meter {
  #work = 0
  readonly #weights = new WeakMap<object, number>()

  /** Counts one step. Throws {@link OutOfBounds}. */
  step(): void {
    this.#spend(1)
  }

  /** Weighs the value that a step gave. Throws {@link OutOfBounds}. */
  weigh(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > longestText) throw new OutOfBounds(`a text has more than ${longestText} characters`)
      this.#spend(value.length >> 6)
    } else if (typeof value === 'object' && value !== null) {
      this.#spend(this.#weightOf(value) >> 4)
    }
  }

  #spend(work: number): void {
    this.#work += work
    if (this.#work > mostWork) throw new OutOfBounds('it takes too many steps')
  }

  /** What is weighed once is not looked into again, so that a value made of itself a thousand times over costs no more to weigh. */
  #weightOf(value: unknown): number {
    if (typeof value === 'string') return 1 + (value.length >> 4)
    if (typeof value !== 'object' || value === null) return 1
    const known = this.#weights.get(value)
    if (known !== undefined) return known
    let weight = 1
    for (const inner of isFunction(value) ? [] : Object.values(value)) {
      weight += this.#weightOf(inner)
      if (weight > heaviest) throw new OutOfBounds('a value grows too large')
    }
    this.#weights.set(value, weight)
    return weight
  }
}

/** jsonata's own functions are objects; what they hold on to is no value. */
function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value
}
