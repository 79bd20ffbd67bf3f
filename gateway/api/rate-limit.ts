/** How often one key may ask: `burst` requests at once, refilled by `perSecond`. */
export interface RateLimit {
  burst: number
  perSecond: number
}

/** What came of one request: whether it may go on, and the headers that say how much is left. */
export interface Admission {
  admitted: boolean
  headers: Record<string, string>
}

interface Bucket {
  tokens: number
  /** Milliseconds since 1970. */
  at: number
}

/** How many buckets are kept before those that have filled up again are dropped. */
const most = 10_000

/**
 * Token buckets in this process, one for each key. With several processes each admits its share, so the whole admits as many times more.
 * Headers: `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), and `Retry-After` (RFC 9110 §10.2.3) on a refusal.
 */
export class RateLimiter {
  readonly #limit: RateLimit
  readonly #buckets = new Map<string, Bucket>()

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  /** Counts one request of this key at `now`, in milliseconds since 1970. */
  admit(key: string, now: number): Admission {
    const tokens = this.#tokens(key, now)
    const admitted = tokens >= 1
    const left = admitted ? tokens - 1 : tokens
    if (this.#buckets.size >= most) this.#dropFull(now)
    this.#buckets.set(key, { tokens: left, at: now })
    return { admitted, headers: this.#headers(left, admitted) }
  }

  #tokens(key: string, now: number): number {
    const { burst, perSecond } = this.#limit
    const bucket = this.#buckets.get(key)
    if (!bucket) return burst
    return Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond)
  }

  #headers(left: number, admitted: boolean): Record<string, string> {
    const { burst, perSecond } = this.#limit
    const untilFull = Math.ceil((burst - left) / perSecond)
    return {
      'RateLimit-Policy': `"key";q=${burst};w=${Math.ceil(burst / perSecond)}`,
      RateLimit: `"key";r=${Math.floor(left)};t=${untilFull}`,
      ...(admitted ? {} : { 'Retry-After': String(Math.max(1, Math.ceil((1 - left) / perSecond))) }),
    }
  }

  #dropFull(now: number): void {
    for (const key of this.#buckets.keys()) if (this.#tokens(key, now) >= this.#limit.burst) this.#buckets.delete(key)
  }
}
