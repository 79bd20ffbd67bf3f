import type { HubDatabase } from './hub-database.ts'
import type { Actor, Work } from './work.ts'

/** Most that commit together: a failure has each of them tried again by itself. */
const most = 64

/** So many groups commit at once: while one waits for the disk, the next is being made. */
const together = 2

interface Waiting<T, R> {
  item: T
  resolve: (result: R) => void
  reject: (error: unknown) => void
}

/**
 * Commits together what comes while others are being committed. What comes alone is committed at once; under load a commit costs
 * many the same as one. Each answer is given after the commit that it speaks of. A group that fails is taken apart, so that nobody's bad luck is
 * another's.
 */
export class GroupStore<T, R> {
  readonly #store: (items: readonly T[]) => Promise<R[]>
  #waiting: Waiting<T, R>[] = []
  #running = 0

  /** @param store commits items in one transaction, and answers for each of them in their order */
  constructor(store: (items: readonly T[]) => Promise<R[]>) {
    this.#store = store
  }

  /** Resolves when the item's group is committed; throws what made it fail, when it fails alone too. */
  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    if (this.#running >= together || this.#waiting.length === 0) return
    const group = this.#waiting.splice(0, most)
    this.#running++
    this.#commit(group).finally(() => {
      this.#running--
      this.#next()
    })
  }

  async #commit(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.#store(group.map(({ item }) => item))
      for (const [at, { resolve }] of group.entries()) resolve(results[at]!)
    } catch (error) {
      if (group.length === 1) group[0]!.reject(error)
      else for (const one of group) await this.#commit([one])
    }
  }
}

/** The same where one unit of work is all that storing takes. */
export class GroupCommit<T, R> extends GroupStore<T, R> {
  /** @param run answers for each item, in their order */
  constructor(hub: Pick<HubDatabase, 'work'>, actor: Actor, run: (work: Work, items: readonly T[]) => Promise<R[]>) {
    super(items => hub.work(actor, work => run(work, items)))
  }
}
