/** BIN or BDS: where its elements begin, counted from its tag, and how many bytes of data its last one has. */
export interface BinarySegment {
  starts: readonly number[]
  length: number
}

/** So many bytes tell where the data begins and how long it is, at most: `BDS*UUC*123456789012345*`. */
export const binaryHeadSize = 24

const heads = /^BIN(?<bin>.)(\d{1,15})\k<bin>|^BDS(?<bds>.)([A-Z0-9]{1,3})\k<bds>(\d{1,15})\k<bds>/s

/** Whether BIN or BDS stands here. */
export function isBinaryTag(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x42) return false
  const second = bytes[at + 1]
  return (second === 0x49 && bytes[at + 2] === 0x4e) || (second === 0x44 && bytes[at + 2] === 0x53)
}

/** The binary segment that begins at `at` (X12 784 and 785): whatever bytes stand in its data are no delimiters. Undefined for any other. */
export function binarySegment(
  bytes: Uint8Array,
  at: number,
  end: number,
  separator: number,
): BinarySegment | undefined {
  if (!isBinaryTag(bytes, at) || bytes[at + 3] !== separator) return undefined
  const head = heads.exec(String.fromCharCode(...bytes.subarray(at, Math.min(end, at + binaryHeadSize))))
  if (!head) return undefined
  const [{ length: from }, , bin, , filter = '', bds] = head
  return bin === undefined
    ? { starts: [0, 4, 5 + filter.length, from], length: Number(bds) }
    : { starts: [0, 4, from], length: Number(bin) }
}
