import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { feedHealth, offers, stock } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { Notice } from '../ui/parts.tsx'
import { texts } from './texts.ts'

/** How far the retailer trusts what the supplier told of its stock; `none` before it told any. */
export type Freshness = 'none' | 'fresh' | 'stale' | 'expired'

/** How fresh the supplier's stock is by the retailer's settings. */
export async function stockFreshness(orm: Orm, { retailerId, sourceId }: SupplierScope): Promise<Freshness> {
  if (!sourceId) return 'none'
  const [health] = await orm
    .select({ state: feedHealth.state })
    .from(feedHealth)
    .where(and(eq(feedHealth.retailerId, retailerId), eq(feedHealth.sourceId, sourceId)))
  if (health) return health.state
  const [known] = await orm
    .select({ offerId: stock.offerId })
    .from(stock)
    .innerJoin(offers, and(eq(offers.retailerId, stock.retailerId), eq(offers.id, stock.offerId)))
    .where(and(eq(stock.retailerId, retailerId), eq(offers.sourceId, sourceId)))
    .limit(1)
  return known ? 'fresh' : 'none'
}

/** What old stock means for the supplier, and where to tell it anew; nothing while it is fresh. */
export function FreshnessNotice({ freshness, href }: { freshness: Freshness; href: string }) {
  if (freshness === 'fresh') return null
  return (
    <Notice tone={freshness === 'expired' ? 'bad' : 'warn'} title={texts.freshness[freshness]}>
      <p>
        <a href={href}>{texts.freshness.update}</a>
      </p>
    </Notice>
  )
}
