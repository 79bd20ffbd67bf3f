/**
 * A UUID v7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits, so ids sort by the time of their making.
 * @param now milliseconds since 1970
 * @param random at least 10 random bytes
 */
export function uuidV7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16)
  const high = Math.floor(now / 0x1_0000_0000)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, high)
  view.setUint32(2, now >>> 0)
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Octets of chance in an id. */
const perId = 10

/** Asking for chance costs far more than an id, however little is asked for. */
const drawnAtOnce = 400

/** A maker of ids that never go backwards within one process, even in the same millisecond or when the clock is set back. */
export function idMaker(now: () => number, randomBytes: (size: number) => Uint8Array): () => string {
  let lastTime = 0
  let counter = 0
  let drawn: Uint8Array = new Uint8Array(0)
  let used = 0
  const draw = () => {
    if (used + perId > drawn.length) {
      drawn = randomBytes(perId * drawnAtOnce)
      used = 0
    }
    used += perId
    return drawn.slice(used - perId, used)
  }
  return () => {
    const time = now()
    if (time > lastTime) {
      lastTime = time
      counter = 0
    } else if (++counter > 0xfff) {
      lastTime += 1
      counter = 0
    }
    const random = draw()
    // The 12 bits after the version carry the counter (RFC 9562 §6.2, method 1).
    random[0] = counter >>> 8
    random[1] = counter & 0xff
    return uuidV7(lastTime, random)
  }
}
