import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { feedRuns, offers, sources } from '../../../db/schema/index.ts'
import { recordEvent } from '../../../db/work.ts'
import { makeSome, matchWithMade } from './make.ts'
import { type SourceOfNews, sourcesOfNews } from './settings.ts'

/** What a run is about: all suppliers of a retailer, or one; `asked`: a person wants it now, whatever the settings say. */
export interface MakeProducts {
  retailerId: string
  sourceId?: string | undefined
  asked?: boolean | undefined
}

/** Makes products of all complete items that wait, each step a transaction of its own, so that nobody waits long; afterwards other suppliers' items are matched with them. Returns how many were made. */
export async function makeProducts(
  hub: HubDatabase,
  { retailerId, sourceId, asked = false }: MakeProducts,
): Promise<number> {
  const willing = (await sourcesOfNews(hub.orm, retailerId, sourceId)).filter(({ mode }) => asked || mode === 'list')
  let all = 0
  for (const source of willing) all += await makeOf(hub, retailerId, source)
  if (all > 0)
    for (const { id } of await sourcesWithCandidates(hub.orm, retailerId))
      await hub.work('system', work => matchWithMade(work, retailerId, id))
  return all
}

async function makeOf(hub: HubDatabase, retailerId: string, source: SourceOfNews): Promise<number> {
  const feedRunId = await latestFeed(hub.orm, retailerId, source.sourceId)
  let made = 0
  let after: string | undefined
  do {
    const step = await hub.work('system', work => makeSome(work, { retailerId, source, feedRunId }, after))
    made += step.made
    after = step.last
  } while (after !== undefined)
  if (made > 0) {
    const data = { sourceId: source.sourceId, feedRunId, made }
    await hub.work('system', work => recordEvent(work, retailerId, 'products.made', {}, data))
  }
  return made
}

/** The last product feed of a source that took effect. */
async function latestFeed(orm: Orm, retailerId: string, sourceId: string): Promise<string | null> {
  const [row] = await orm
    .select({ id: feedRuns.id })
    .from(feedRuns)
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        eq(feedRuns.sourceId, sourceId),
        eq(feedRuns.kind, 'product'),
        eq(feedRuns.status, 'applied'),
      ),
    )
    .orderBy(desc(feedRuns.id))
    .limit(1)
  return row?.id ?? null
}

async function sourcesWithCandidates(orm: Orm, retailerId: string) {
  return await orm
    .selectDistinct({ id: sources.id })
    .from(sources)
    .innerJoin(offers, and(eq(offers.retailerId, sources.retailerId), eq(offers.sourceId, sources.id)))
    .where(and(eq(sources.retailerId, retailerId), isNull(offers.productId)))
    .orderBy(sources.id)
}
