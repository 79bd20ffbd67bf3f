interface Asked<Value> {
  running: Promise<Value>
  /** The one that comes after: those who ask while one is under way share it. */
  next: Promise<Value> | undefined
}

/**
 * Looks things up once for all who ask for the same at the same time. Nothing is remembered: an answer is never older than the question, since who asks
 * while a look-up is under way gets the answer of the one that begins after it.
 */
export class SharedLookup<Value> {
  readonly #look: (name: string) => Promise<Value>
  readonly #asked = new Map<string, Asked<Value>>()

  constructor(look: (name: string) => Promise<Value>) {
    this.#look = look
  }

  /** Throws what the look-up throws. */
  find(name: string): Promise<Value> {
    const asked = this.#asked.get(name)
    if (!asked) return this.#begin(name)
    asked.next ??= asked.running.then(
      () => this.#begin(name),
      () => this.#begin(name),
    )
    return asked.next
  }

  #begin(name: string): Promise<Value> {
    const running = this.#look(name)
    const asked: Asked<Value> = { running, next: undefined }
    this.#asked.set(name, asked)
    const forget = () => {
      if (this.#asked.get(name) === asked && !asked.next) this.#asked.delete(name)
    }
    running.then(forget, forget)
    return running
  }
}
