/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A copy with one to three things wrong in it: a changed octet, a cut, a piece left out, doubled, overwritten or moved. */
export function mutate(bytes: Uint8Array, random: () => number): Buffer {
  let mutated: Buffer = Buffer.from(bytes)
  const times = 1 + Math.floor(random() * 3)
  for (let time = 0; time < times && mutated.length > 1; time++) mutated = mutateOnce(mutated, random)
  return mutated.equals(Buffer.from(bytes)) ? mutated.subarray(1) : mutated
}

function mutateOnce(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length)
  const to = Math.min(bytes.length, at + 1 + Math.floor(random() * 64))
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  const noise = Buffer.from(Array.from(piece, () => Math.floor(random() * 256)))
  switch (Math.floor(random() * 7)) {
    case 0:
      return before
    case 1:
      return Buffer.concat([before, after])
    case 2:
      return Buffer.concat([before, piece, piece, after])
    case 3:
      return Buffer.concat([before, noise, after])
    case 4:
      return Buffer.concat([before, after, piece])
    default: {
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1 << Math.floor(random() * 8)
      return copy
    }
  }
}
