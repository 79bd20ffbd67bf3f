import { plainNumber } from '../control-number.ts'
import type { Delimiters, ReadOptions } from '../types.ts'
import { AnnotatedReader } from './annotated-reader.ts'
import type { Segment } from './segments.ts'

/** One transaction set as it stands in its file. */
export interface FoundSet {
  /** ST01, and GS08 of its group. */
  set: string
  version: string
  delimiters: Delimiters
  segments: Segment[]
}

/** Which set of a file: its control numbers without leading zeros. */
export interface SetNumbers {
  interchange: string
  group: string
  set: string
}

/** Finds one set in a file that comes in pieces, and reads no further. Undefined when the file has no such set. */
export async function findSet(
  pieces: AsyncIterable<Uint8Array>,
  numbers: SetNumbers,
  options: ReadOptions = {},
): Promise<FoundSet | undefined> {
  let found: FoundSet | undefined
  const reader = new AnnotatedReader(
    { ...options, documents: false },
    {
      set({ set, group, interchange, delimiters, segments }) {
        const same =
          plainNumber(interchange.controlNumber) === numbers.interchange &&
          plainNumber(group.controlNumber) === numbers.group &&
          plainNumber(set.controlNumber) === numbers.set
        if (same) found ??= { set: set.id, version: group.version, delimiters, segments: segments() }
      },
    },
  )
  for await (const piece of pieces) {
    reader.push(piece)
    if (found) return found
  }
  reader.end()
  return found
}
