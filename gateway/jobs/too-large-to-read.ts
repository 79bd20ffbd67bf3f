import type { Issue } from '../../translators/issue.ts'

const mebibyte = 1024 * 1024

/** What a message is told that is too large to be read in one piece, which needs several times its size in memory; undefined where it is not. */
export function tooLargeToRead(size: number, limitMebibytes: number | undefined): Issue | undefined {
  if (limitMebibytes === undefined || size <= limitMebibytes * mebibyte) return undefined
  const shown = Math.ceil(size / mebibyte)
  return {
    severity: 'error',
    code: 'too-large-to-read',
    message:
      `The message has ${shown} MiB, and up to ${limitMebibytes} MiB are read in one piece. Nothing of it was applied; it is kept whole. ` +
      'Send it in several smaller ones (stock as CSV may have any size), or have the hub read larger ones (LARGEST_DOCUMENT_MIB) and send it again.',
    at: { offset: 0 },
    value: `${shown} MiB`,
    expected: `at most ${limitMebibytes} MiB`,
  }
}
