import { and, count, eq, gt, isNull, ne, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { certificates, memberships, partnerMaps, partnerships } from '../../db/schema/index.ts'
import { type ChannelFacts, channelFacts } from '../../partners/channels/channel.ts'
import { type OnboardingProgress, progressOf } from '../../partners/onboarding/progress.ts'
import { type OnboardingStep, onboardingSteps } from './steps.ts'
import type { Whose } from './test-order.ts'
import { answerStates, loadTest, type PartnerTest } from './tests.ts'

/** What is wrong with a channel's settings as its transport takes them, read where the rest is read: a sentence each, none where all is well. */
export type ChannelProblems = (orm: Orm, channel: ChannelFacts) => Promise<readonly string[]>

/** How far a partner has come. */
export interface Onboarding {
  steps: OnboardingStep[]
  progress: OnboardingProgress
  test: PartnerTest | undefined
  channel: ChannelFacts | undefined
}

/** Reads how far a partner has come from what there is. Throws `not-found`. */
export async function loadOnboarding(
  orm: Orm,
  whose: Whose,
  now: Date,
  problemsOf: ChannelProblems,
): Promise<Onboarding> {
  const { retailerId, partnershipId } = whose
  const [partnership] = await orm
    .select()
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!partnership) throw new ApplicationError('not-found', 'There is no such partner.')
  const progress = progressOf(partnership.settings)
  const channel = await channelFacts(orm, retailerId, partnershipId)
  const test = await loadTest(orm, whose)
  const steps = onboardingSteps({
    status: partnership.status,
    channel: channel && {
      transport: channel.transport,
      format: channel.format,
      problems: await problemsOf(orm, channel),
      tried: isTried(channel),
      connection: progress.connection,
    },
    people: await countPeople(orm, partnership.supplierId),
    certificates: { ...(await certificatesOf(orm, whose, now)), needed: needsCertificates(channel) },
    publishedMaps: await countMaps(orm, whose),
    test: test && { order: test.order, answers: answerStates(test, progress.expected) },
    certified: progress.certified !== undefined,
  })
  return { steps, progress, test, channel }
}

/** Whether a channel has a connection that goes out from here, so that it can be tried. */
export function isTried({ transport, settings }: Pick<ChannelFacts, 'transport' | 'settings'>): boolean {
  if (transport === 'sftp') return settings.transport.mode === 'client'
  if (transport === 'as2') return typeof settings.transport.url === 'string'
  return transport === 'ftp' || transport === 'email'
}

/** AS2 does without certificates only where nothing is signed or encrypted in either direction. */
function needsCertificates(channel: ChannelFacts | undefined): boolean {
  if (channel?.transport !== 'as2') return false
  const { signature, encryption, requireSignature, requireEncryption } = channel.settings.transport
  return !(signature === 'none' && encryption === 'none' && requireSignature === false && requireEncryption === false)
}

async function countPeople(orm: Orm, supplierId: string): Promise<number> {
  const [row] = await orm
    .select({ count: count() })
    .from(memberships)
    .where(and(eq(memberships.supplierId, supplierId), isNull(memberships.disabledAt)))
  return row!.count
}

async function countMaps(orm: Orm, { retailerId, partnershipId }: Whose): Promise<number> {
  const [row] = await orm
    .select({ count: count() })
    .from(partnerMaps)
    .where(
      and(
        eq(partnerMaps.retailerId, retailerId),
        eq(partnerMaps.partnershipId, partnershipId),
        eq(partnerMaps.status, 'published'),
      ),
    )
  return row!.count
}

/** Whether there is a key of ours that this partner's messages can use, and a certificate of the partner's. */
async function certificatesOf(orm: Orm, { retailerId, partnershipId }: Whose, now: Date) {
  const rows = await orm
    .selectDistinct({ owner: certificates.owner })
    .from(certificates)
    .where(
      and(
        eq(certificates.retailerId, retailerId),
        or(eq(certificates.partnershipId, partnershipId), isNull(certificates.partnershipId)),
        ne(certificates.status, 'retired'),
        ne(certificates.status, 'revoked'),
        gt(certificates.validTo, now),
      ),
    )
  return { ours: rows.some(({ owner }) => owner === 'own'), theirs: rows.some(({ owner }) => owner === 'partner') }
}
