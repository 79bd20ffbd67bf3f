import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { feedHealth, partnerships, sources } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { askForProducts } from '../catalogue/new-products/settings.ts'
import { refreshBuffers } from './buffers.ts'
import { type FeedSettings, feedSettings } from './feed-settings.ts'

/**
 * Changes how a partnership's feeds are taken. What is held back of its stock is written anew at once; whether it is late by the new hours is
 * found by the next look at feed health, which is woken. Throws `not-found`, and `invalid-input` with what is wrong by its path.
 */
export async function changeFeedSettings(
  work: Work,
  { retailerId, partnershipId, feeds }: { retailerId: string; partnershipId: string; feeds: unknown },
): Promise<FeedSettings> {
  const parsed = feedSettings.safeParse(feeds)
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), message]))
    throw new ApplicationError('invalid-input', 'The settings cannot be kept so.', fields)
  }
  if (hasOrderWrong(parsed.data))
    throw new ApplicationError('invalid-input', 'The settings cannot be kept so.', {
      expireAfterHours: 'Stock runs out of date later than it becomes late.',
    })
  const [partnership] = await work.tx
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
    .for('update')
  if (!partnership) throw new ApplicationError('not-found', 'There is no such partner.')
  await work.tx
    .update(partnerships)
    .set({ settings: { ...partnership.settings, feeds: parsed.data } })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  await recordChange(work, {
    ...{ retailerId, action: 'feed-settings.changed', subject: partnershipId },
    ...{ before: partnership.settings.feeds ?? {}, after: parsed.data },
  })
  await putIntoEffect(work, retailerId, partnershipId, parsed.data)
  return parsed.data
}

function hasOrderWrong({ staleAfterHours, expireAfterHours }: FeedSettings): boolean {
  return staleAfterHours !== null && expireAfterHours !== null && expireAfterHours <= staleAfterHours
}

async function putIntoEffect(
  work: Work,
  retailerId: string,
  partnershipId: string,
  settings: FeedSettings,
): Promise<void> {
  const [source] = await work.tx
    .select({ id: sources.id, state: feedHealth.state })
    .from(sources)
    .leftJoin(feedHealth, and(eq(feedHealth.retailerId, sources.retailerId), eq(feedHealth.sourceId, sources.id)))
    .where(and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
  if (!source) return
  await askForProducts(work, retailerId, { sourceId: source.id })
  await lockKey(work.tx, `inventory:${source.id}`)
  await refreshBuffers(work, { retailerId, sourceId: source.id }, settings, source.state ?? 'fresh')
  await work.tx
    .update(feedHealth)
    .set({ nextAt: work.now })
    .where(and(eq(feedHealth.retailerId, retailerId), eq(feedHealth.sourceId, source.id)))
}
