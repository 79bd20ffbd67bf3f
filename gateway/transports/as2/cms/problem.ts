import { Asn1Problem } from '../../../../translators/asn1/problem.ts'

/** Why a CMS structure could not be used. Closed, so that every reason maps to a disposition of the receipt. */
export type CmsReason =
  /** The bytes are not the structure they should be, are cut short, or exceed a limit. */
  | 'malformed'
  /** An algorithm that is not supported; the detail names its OID. */
  | 'unsupported'
  /** No recipient of ours, a wrong key, bad padding or bad content: deliberately one reason (RFC 3218). */
  | 'undecryptable'
  /** No signer verifies under a configured certificate. */
  | 'unauthenticated'
  /** A known signer signed something else. */
  | 'altered'
  /** The expanded content is over the limit. */
  | 'too-large'

/** The outcome of reading something from outside: the value, or why not. */
export type CmsResult<T> = { ok: true; value: T } | { ok: false; reason: CmsReason; detail: string }

/** Travels only inside this folder, from the depth of a parser to the function that was called from outside. */
export class CmsProblem extends Error {
  readonly reason: CmsReason
  constructor(reason: CmsReason, detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** Runs a parser and turns a {@link CmsProblem}, or what the BER reader threw, into a value; anything else thrown is a bug and passes through. */
export function settle<T>(run: () => T): CmsResult<T> {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    return failureIn(error)
  }
}

/** The same for a parser that waits for its bytes. */
export async function settleAsync<T>(run: () => Promise<T>): Promise<CmsResult<T>> {
  try {
    return { ok: true, value: await run() }
  } catch (error) {
    return failureIn(error)
  }
}

function failureIn(error: unknown): CmsResult<never> {
  if (error instanceof CmsProblem) return { ok: false, reason: error.reason, detail: error.message }
  if (error instanceof Asn1Problem) return { ok: false, reason: 'malformed', detail: error.message }
  throw error
}
