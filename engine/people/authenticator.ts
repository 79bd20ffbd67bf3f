import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { authenticators, sessions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { endSessions, forgetSecondFactor } from './credentials.ts'
import { recordForPerson } from './record-for-person.ts'
import { newRecoveryCodes, takeRecoveryCode } from './recovery-codes.ts'

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, 30 seconds. */
const period = 30
/** A code of the step before or after is taken too, for clocks that differ (RFC 6238 §5.2). */
const window = 1
/** Wrong codes within 15 minutes after which no more are looked at. */
const mostGuesses = 5

const totp = (secret: string, label: string) =>
  new TOTP({ issuer: 'Crossdock', label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })

/** What became of a code: `locked` says nothing of whether it was right. A refusal is a value, since throwing would undo its count. */
export type CodeCheck = 'right' | 'wrong' | 'locked'

/** Whether a person's second factor is in force. */
export async function hasSecondFactor(orm: Orm, userId: string): Promise<boolean> {
  const found = await orm
    .select({ id: authenticators.userId })
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt)))
  return found.length > 0
}

/** What a person needs to add the hub to an authenticator app. */
export interface Enrolment {
  /** Base 32, for typing. */
  secret: string
  /** `otpauth://totp/…`, for scanning. */
  address: string
}

/** The enrolment that a person has begun, or a new one. It is not in force before `confirmAuthenticator`. Throws `wrong-state` once one is. */
export async function beginAuthenticator(
  work: Work,
  box: SecretBox,
  person: { userId: string; email: string },
): Promise<Enrolment> {
  const { userId, email } = person
  const made = new Secret({ size: 20 }).base32
  await work.tx
    .insert(authenticators)
    .values({ userId, sealed: box.seal(made), createdAt: work.now })
    .onConflictDoNothing()
  const [kept] = await work.tx.select().from(authenticators).where(eq(authenticators.userId, userId))
  if (kept!.confirmedAt) throw new ApplicationError('wrong-state', 'Your second factor is on already.')
  const secret = box.open(kept!.sealed)
  return { secret, address: totp(secret, email).toString() }
}

/**
 * Puts a person's authenticator in force by its first code, and ends every session but `keep`, which nobody was asked for a code.
 * @returns the recovery codes, to be shown this once, or why not
 */
export async function confirmAuthenticator(
  work: Work,
  box: SecretBox,
  command: { userId: string; code: string; keep: string },
): Promise<{ check: 'right'; codes: string[] } | { check: 'wrong' | 'locked' }> {
  const { userId, keep } = command
  const [begun] = await work.tx
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), isNull(authenticators.confirmedAt)))
    .for('update')
  if (!begun) throw new ApplicationError('wrong-state', 'Begin anew: there is nothing to confirm.')
  const check = await counted(work, userId, async () => {
    const step = stepOf(work, box.open(begun.sealed), command.code)
    if (step === undefined) return false
    const confirmed = { confirmedAt: work.now, lastStep: step }
    await work.tx.update(authenticators).set(confirmed).where(eq(authenticators.userId, userId))
    return true
  })
  if (check !== 'right') return { check }
  await endSessions(work, userId, { except: keep })
  await work.tx.update(sessions).set({ secondFactor: true }).where(eq(sessions.id, keep))
  await recordForPerson(work, userId, 'second-factor.turned-on')
  return { check, codes: await newRecoveryCodes(work, userId) }
}

/** Checks a code of the authenticator, or a recovery code; either is good once. Wrong ones are counted, and told after five. */
export async function checkSecondFactor(
  work: Work,
  box: SecretBox,
  { userId, code }: { userId: string; code: string },
): Promise<CodeCheck> {
  return await counted(work, userId, async () => {
    if (/^\d{6}$/.test(code.replace(/\s/g, ''))) return await takeCode(work, box, userId, code)
    const taken = await takeRecoveryCode(work, userId, code)
    if (taken) await recordForPerson(work, userId, 'second-factor.recovery-code-used', { byPerson: true })
    return taken
  })
}

/** Turns a person's own second factor off, given one of its codes. */
export async function turnOffSecondFactor(
  work: Work,
  box: SecretBox,
  command: { userId: string; code: string },
): Promise<CodeCheck> {
  const check = await checkSecondFactor(work, box, command)
  if (check !== 'right') return check
  await forgetSecondFactor(work, command.userId)
  await work.tx.update(sessions).set({ secondFactor: false }).where(eq(sessions.userId, command.userId))
  await recordForPerson(work, command.userId, 'second-factor.turned-off')
  return check
}

/** Makes a person's recovery codes anew, given a code. */
export async function renewRecoveryCodes(
  work: Work,
  box: SecretBox,
  command: { userId: string; code: string },
): Promise<{ check: 'right'; codes: string[] } | { check: 'wrong' | 'locked' }> {
  const check = await checkSecondFactor(work, box, command)
  if (check !== 'right') return { check }
  await recordForPerson(work, command.userId, 'second-factor.recovery-codes-renewed')
  return { check, codes: await newRecoveryCodes(work, command.userId) }
}

async function counted(work: Work, userId: string, look: () => Promise<boolean>): Promise<CodeCheck> {
  const key = `code:${userId}`
  const attempt = await countAttempt(work, [{ key, most: mostGuesses }])
  if (!attempt) return 'locked'
  if (!(await look())) {
    if (attempt.last) await recordForPerson(work, userId, 'second-factor.locked')
    return 'wrong'
  }
  await forgetAttempts(work, key, attempt)
  return 'right'
}

/** The step must be later than the last that was used: of two who send the same code at once, one is too late. */
async function takeCode(work: Work, box: SecretBox, userId: string, code: string): Promise<boolean> {
  const inForce = and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt))
  const [held] = await work.tx.select().from(authenticators).where(inForce)
  const step = held && stepOf(work, box.open(held.sealed), code)
  if (step === undefined) return false
  const taken = await work.tx
    .update(authenticators)
    .set({ lastStep: step })
    .where(and(inForce, lt(authenticators.lastStep, step)))
    .returning({ id: authenticators.userId })
  return taken.length > 0
}

function stepOf(work: Work, secret: string, code: string): number | undefined {
  const timestamp = work.now.getTime()
  const delta = totp(secret, '').validate({ token: code.replace(/\s/g, ''), timestamp, window })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta
}
