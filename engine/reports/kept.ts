import type { HubDatabase } from '../../db/hub-database.ts'

/** A figure, and when it was reckoned. */
export interface Kept<Value> {
  value: Value
  asOf: Date
}

interface Entry {
  kept: Kept<unknown>
  /** Milliseconds that reckoning it took, and the moment on the steady clock when that was done. */
  took: number
  doneAt: number
}

/** What is reckoned sooner, in milliseconds, is reckoned anew each time: on a small hub nothing is kept. */
const quick = 30
/** A figure stays fresh for so many times what it took, so that reckoning it costs a twentieth of a core at most. */
const times = 20
/** Nothing stays fresh for longer, in milliseconds. */
const longest = 300_000
/** While it is reckoned anew, a figure is still given for so many times as long as it stayed fresh, but for twice the longest time at most. */
const stale = 20
/** Figures kept at most: the longest unused goes. */
const most = 64

/**
 * Figures over very many rows, kept for a while with the time at which they were right. They are exact as of that time, never added up from parts. Who asks while one is
 * being reckoned waits for the same; one that is no longer fresh is given once more while it is reckoned anew.
 */
export class KeptFigures {
  readonly #entries = new Map<string, Entry>()
  readonly #underWay = new Map<string, Promise<Kept<unknown>>>()
  /** What was thrown when nobody waited for it any more. */
  readonly #failures = new Map<string, { error: unknown }>()
  readonly #now: () => Date
  readonly #clock: () => number

  /**
   * @param now the time of day
   * @param clock milliseconds on a clock that is never set
   */
  constructor(now: () => Date, clock: () => number) {
    this.#now = now
    this.#clock = clock
  }

  /**
   * The figure of a name, kept or reckoned. Throws what reckoning throws.
   * @param key names the figure with everything that it depends on: the retailer, the period, the day
   */
  async get<Value>(key: string, reckon: () => Promise<Value>): Promise<Kept<Value>> {
    const entry = this.#entries.get(key)
    const age = entry ? this.#clock() - entry.doneAt : 0
    if (entry && age < Math.min(stale * times * entry.took, 2 * longest)) {
      this.#entries.delete(key)
      this.#entries.set(key, entry)
      // Who gets the older figure is not told that the newer one failed: the next to ask is.
      if (age >= Math.min(times * entry.took, longest)) this.#reckon(key, reckon).catch(() => this.#entries.delete(key))
      return entry.kept as Kept<Value>
    }
    return (await this.#reckon(key, reckon)) as Kept<Value>
  }

  /**
   * The same, or undefined where it is not reckoned within so many milliseconds: it is reckoned on, for whoever asks again. What reckoning threw meanwhile is thrown to the next
   * who asks, once.
   */
  async within<Value>(key: string, patience: number, reckon: () => Promise<Value>): Promise<Kept<Value> | undefined> {
    const failure = this.#failures.get(key)
    this.#failures.delete(key)
    if (failure) throw failure.error
    const figure = this.get(key, reckon)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(() => {
        figure.catch(error => this.#failures.set(key, { error }))
        resolve(undefined)
      }, patience)
    })
    return await Promise.race([figure, late]).finally(() => clearTimeout(timer))
  }

  async #reckon(key: string, reckon: () => Promise<unknown>): Promise<Kept<unknown>> {
    const before = this.#underWay.get(key)
    if (before) return await before
    const run = this.#run(key, reckon).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, run)
    return await run
  }

  async #run(key: string, reckon: () => Promise<unknown>): Promise<Kept<unknown>> {
    const [asOf, start] = [this.#now(), this.#clock()]
    const kept = { value: await reckon(), asOf }
    const doneAt = this.#clock()
    this.#entries.delete(key)
    if (doneAt - start >= quick) this.#entries.set(key, { kept, took: doneAt - start, doneAt })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= most) break
      this.#entries.delete(oldest)
    }
    return kept
  }
}

const ofHubs = new WeakMap<HubDatabase, KeptFigures>()

/** A figure of a hub, kept in this process where it takes long. Of a database inside the process, which is a small one, nothing is kept. */
export async function keptFigure<Value>(
  hub: HubDatabase,
  key: readonly string[],
  reckon: () => Promise<Value>,
): Promise<Kept<Value>> {
  if (hub.database.kind === 'embedded') return { value: await reckon(), asOf: hub.now() }
  return await figuresOf(hub).get(key.join('\u0000'), reckon)
}

/** The same where it is there within so many milliseconds; else undefined, and it is reckoned on for whoever asks again. */
export async function keptFigureWithin<Value>(
  hub: HubDatabase,
  key: readonly string[],
  patience: number,
  reckon: () => Promise<Value>,
): Promise<Kept<Value> | undefined> {
  if (hub.database.kind === 'embedded') return await keptFigure(hub, key, reckon)
  return await figuresOf(hub).within(key.join('\u0000'), patience, reckon)
}

function figuresOf(hub: HubDatabase): KeptFigures {
  const figures =
    ofHubs.get(hub) ??
    new KeptFigures(
      () => hub.now(),
      () => performance.now(),
    )
  ofHubs.set(hub, figures)
  return figures
}
