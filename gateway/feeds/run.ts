import { and, eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { fetchSources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { FeedKind } from '../../partners/feeds/feed-secrets.ts'
import { type FetchSchedule, fetchSchedule, nextLook, nextTry, usualSchedule } from '../../partners/feeds/schedule.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { mailDeps } from '../doors/email.ts'
import { storedRefreshTokens } from '../doors/refresh-tokens.ts'
import { receiveMessage } from '../journal/receive.ts'
import { deliveryFailures } from '../transports/contract.ts'
import { raiseFileProblems, raiseNotFetched, settleNotFetched } from './exceptions.ts'
import { type Look, type LookDeps, openSecrets, type Place } from './look.ts'
import { lookInto } from './registry.ts'
import { unpacking } from './unpack.ts'

/** What looking into places works with. */
export interface FetchContext {
  hub: HubDatabase
  box: SecretBox
  allowPrivateAddresses?: boolean
}

type Source = typeof fetchSources.$inferSelect

/** A failure is put before a person when it has happened so often in a row, or at once where trying again mends nothing. */
const patience = 3

/**
 * Looks into a place that was claimed for it, and writes down what came of it. Killed in between, it is looked into again; the journal knows what had been taken.
 */
export async function fetchFrom(context: FetchContext, job: { retailerId: string; sourceId: string }): Promise<void> {
  const { hub } = context
  const [source] = await hub.orm.select().from(fetchSources).where(rowOf(job.retailerId, job.sourceId))
  if (!source?.active || !source.claimedUntil) return
  const known = await placeOf(context, source)
  if (!known) {
    await hub.orm.delete(fetchSources).where(rowOf(source.retailerId, source.id))
    return
  }
  const deps: LookDeps = {
    now: hub.now,
    allowPrivateAddresses: context.allowPrivateAddresses === true,
    refreshTokens: storedRefreshTokens(context),
    receive: unpacking(message => receiveMessage(hub, message)),
    mail: mailDeps(hub),
  }
  const look = await lookInto[known.kind](known.place, deps)
  await hub.work('system', work => recordLook(work, source, known.schedule, look))
}

const rowOf = (retailerId: string, id: string) => and(eq(fetchSources.retailerId, retailerId), eq(fetchSources.id, id))

interface Known {
  kind: FeedKind
  place: Place
  schedule: FetchSchedule
}

/** The place with its secrets; undefined for a channel that polls no more. */
async function placeOf({ hub, box }: FetchContext, source: Source): Promise<Known | undefined> {
  const { retailerId, id, kind, partnershipId, memory } = source
  const common = { retailerId, id, ...(partnershipId && { partnershipId }), memory }
  if (kind !== 'channel') {
    const settings = { ...source.settings, ...openSecrets(box, source.secrets) }
    return { kind, place: { ...common, settings }, schedule: fetchSchedule.parse(source.schedule) }
  }
  const channel = await activeChannel(hub.orm, box, retailerId, partnershipId!)
  const poll = channel?.transportSettings.poll as { schedule?: unknown } | undefined
  if (channel?.id !== id || !poll || (channel.transport !== 'sftp' && channel.transport !== 'ftp')) return undefined
  const schedule = fetchSchedule.safeParse(poll.schedule).data ?? usualSchedule
  return { kind: channel.transport, place: { ...common, settings: channel.transportSettings }, schedule }
}

async function recordLook(work: Work, source: Source, schedule: FetchSchedule, look: Look): Promise<void> {
  const { retailerId, id } = source
  const common = { claimedUntil: null, triedAt: work.now, memory: look.memory }
  if (look.ok) {
    const problems = look.problems.map(({ path, failure }) => ({ path, ...failure }))
    await work.tx
      .update(fetchSources)
      .set({
        ...common,
        dueAt: nextLook(schedule, work.now),
        succeededAt: work.now,
        received: look.received,
        failures: 0,
        failureCode: null,
        failureDetail: null,
        problems,
      })
      .where(rowOf(retailerId, id))
    await raiseFileProblems(work, source, look.problems)
    return await settleNotFetched(work, source)
  }
  const { code, detail } = look.failure
  const failures = source.failures + 1
  const mayMend = deliveryFailures[code].retry
  await work.tx
    .update(fetchSources)
    .set({
      ...common,
      dueAt: nextTry(schedule, work.now, failures, mayMend),
      failures,
      failureCode: code,
      failureDetail: detail.slice(0, 1000),
    })
    .where(rowOf(retailerId, id))
  if (!mayMend || failures >= patience) await raiseNotFetched(work, source, look.failure)
}
