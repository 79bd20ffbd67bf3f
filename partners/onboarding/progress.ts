import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { lockPartnership } from './lock-partnership.ts'

/** The documents that a partner may have to show in tests before it goes live. */
export const testedKinds = ['purchase-order-acknowledgment', 'ship-notice', 'invoice'] as const
export type TestedKind = (typeof testedKinds)[number]

/** One step of a connection test, as it is kept. */
const testedStep = z.object({
  title: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  says: z.string(),
  /** The fingerprint that a server showed and nobody has confirmed yet. */
  hostKey: z.string().optional(),
})
export type TestedStep = z.infer<typeof testedStep>

/** How far a partner has come: the `onboarding` of its partnership's settings. What the journal knows is not kept twice. */
export const onboardingProgress = z.object({
  /** The last connection test of the channel as it is set now; forgotten when the channel changes. */
  connection: z
    .object({ at: z.iso.datetime(), passed: z.boolean(), by: z.string(), steps: z.array(testedStep).default([]) })
    .optional(),
  /** A connection test that was asked for and has not ended; given up when the channel changes. */
  testing: z.object({ id: z.uuid(), askedAt: z.iso.datetime(), by: z.string() }).optional(),
  /** Which answers the partner has to show to a test order. */
  expected: z.array(z.enum(testedKinds)).default([...testedKinds]),
  certified: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().optional() }).optional(),
})
export type OnboardingProgress = z.infer<typeof onboardingProgress>

/** The progress in a partnership's settings. What is wrong in it counts as not there. */
export function progressOf(settings: Record<string, unknown>): OnboardingProgress {
  const parsed = onboardingProgress.safeParse(settings.onboarding ?? {})
  return parsed.success ? parsed.data : onboardingProgress.parse({})
}

/** Changes the progress of a partnership that the work has locked; `undefined` forgets. */
export async function keepProgress(
  work: Work,
  { retailerId, id, settings }: Pick<typeof partnerships.$inferSelect, 'retailerId' | 'id' | 'settings'>,
  change: { [Name in keyof OnboardingProgress]?: OnboardingProgress[Name] | undefined },
): Promise<void> {
  const onboarding = { ...progressOf(settings), ...change }
  await work.tx
    .update(partnerships)
    .set({ settings: { ...settings, onboarding } })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
}

/** Asks for a connection test in the background; one that is under way is given up. Throws `not-found`, and `wrong-state` after the end of trade. */
export async function askForConnectionTest(
  work: Work,
  whose: { retailerId: string; partnershipId: string },
): Promise<void> {
  const partnership = await lockPartnership(work, whose)
  const testing = { id: work.newId(), askedAt: work.now.toISOString(), by: work.actor }
  await keepProgress(work, partnership, { testing })
  await work.enqueue('test-connection', { ...whose, testId: testing.id })
}

/**
 * Keeps how a connection test went, for as long as the channel stays as it is. With `testId` only where that test is still the one asked for: it was of a
 * channel that has not changed since.
 */
export async function recordConnectionTest(
  work: Work,
  test: { retailerId: string; partnershipId: string; passed: boolean; steps: TestedStep[]; testId?: string },
): Promise<void> {
  const { passed, steps, testId, ...whose } = test
  const partnership = await lockPartnership(work, whose)
  if (testId !== undefined && progressOf(partnership.settings).testing?.id !== testId) return
  const connection = { at: work.now.toISOString(), passed, by: work.actor, steps }
  await keepProgress(work, partnership, { connection, testing: undefined })
  const { retailerId, partnershipId } = whose
  await recordChange(work, { retailerId, action: 'channel.tested', subject: partnershipId, after: { passed } })
}

/** Sets which answers a partner has to show to a test order. */
export async function expectAnswers(
  work: Work,
  { expected, ...whose }: { retailerId: string; partnershipId: string; expected: TestedKind[] },
): Promise<void> {
  const partnership = await lockPartnership(work, whose)
  const before = { expected: progressOf(partnership.settings).expected }
  await keepProgress(work, partnership, { expected })
  const { retailerId, partnershipId } = whose
  const change = { before, after: { expected } }
  await recordChange(work, { retailerId, action: 'partner.tests-changed', subject: partnershipId, ...change })
}
