import type { Orm } from '../../db/connection.ts'
import { paceOf, type Standing, standingOf, type Topic } from './topics.ts'

type Hear = (standing: Standing | undefined) => void

interface Followed {
  topic: Topic
  last: Standing
  hearers: Set<Hear>
  timer: NodeJS.Timeout
}

/** Streams that one process holds open at most, and those of one session. */
const most = { all: 1000, session: 12 }

/**
 * Looks at everything that somebody follows in this process: each topic once at its pace, however many people follow it, and not at all
 * when nobody does. Every process does so for itself, so that it matters to nobody which one did the work.
 */
export class Follower {
  readonly #orm: Orm
  readonly #onError: (error: unknown) => void
  /** Milliseconds in a second: tests have shorter ones. */
  readonly #second: number
  readonly #followed = new Map<string, Followed>()
  readonly #open = new Map<string, number>()
  #all = 0

  constructor(orm: Orm, onError: (error: unknown) => void, second = 1000) {
    this.#orm = orm
    this.#onError = onError
    this.#second = second
  }

  /** Topics that are looked at. */
  get topics(): number {
    return this.#followed.size
  }

  /** Takes a place for one more stream of a session: gives it back by the function returned. Undefined where there are too many. */
  takePlace(sessionId: string): (() => void) | undefined {
    const open = this.#open.get(sessionId) ?? 0
    if (this.#all >= most.all || open >= most.session) return undefined
    this.#all++
    this.#open.set(sessionId, open + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#all--
      const left = this.#open.get(sessionId)! - 1
      if (left === 0) this.#open.delete(sessionId)
      else this.#open.set(sessionId, left)
    }
  }

  /**
   * Tells of every change of a topic from how it stood when it was looked at first; undefined when it is gone. Returns how to stop.
   * @param first how the topic stands: one that is followed already may have been looked at later
   */
  follow(topic: Topic, first: Standing, hear: Hear): () => void {
    const key = JSON.stringify([topic.kind, topic.retailerId, topic.id, topic.partnershipId])
    const before = this.#followed.get(key)
    const followed = before ?? { topic, last: first, hearers: new Set(), timer: this.#later(key, topic) }
    this.#followed.set(key, followed)
    followed.hearers.add(hear)
    if (followed.last.version !== first.version) hear(followed.last)
    return () => {
      followed.hearers.delete(hear)
      if (followed.hearers.size > 0) return
      clearTimeout(followed.timer)
      if (this.#followed.get(key) === followed) this.#followed.delete(key)
    }
  }

  #later(key: string, topic: Topic): NodeJS.Timeout {
    return setTimeout(() => void this.#look(key), paceOf(topic) * this.#second).unref()
  }

  async #look(key: string): Promise<void> {
    const followed = this.#followed.get(key)
    if (!followed) return
    const { topic, last } = followed
    try {
      const now = await standingOf(this.#orm, topic)
      if (now) followed.last = now
      if (now?.version !== last.version || now.ended !== last.ended) for (const hear of followed.hearers) hear(now)
    } catch (error) {
      this.#onError(error)
    }
    if (this.#followed.get(key) === followed) followed.timer = this.#later(key, topic)
  }
}
