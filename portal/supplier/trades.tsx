import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { type Trade, tradesOf } from '../auth/scopes.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { Icon } from '../ui/icons.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { Empty } from '../ui/table.tsx'
import { texts } from './texts.ts'

/** `/supplier`: the way to the one retailer that a supplier trades with, or the choice among several. */
export function tradesRoutes({ hub }: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', async c => {
    const { membership } = c.var.viewer
    if (!membership) return c.redirect('/memberships', 303)
    if (membership.side !== 'supplier') throw new ApplicationError('not-found', 'There is no such page.')
    const trades = await tradesOf(hub.orm, membership.supplierId)
    if (trades.length === 1) return c.redirect(`/supplier/${trades[0]!.slug}`, 303)
    return page(c, { title: texts.trades.title }, <TradesPage trades={trades} />)
  })
  return app
}

function TradesPage({ trades }: { trades: Trade[] }) {
  if (trades.length === 0) return <Empty title={texts.trades.none}>{texts.trades.noneHint}</Empty>
  return (
    <>
      <PageHeader title={texts.trades.title} />
      <div class="tasks">
        {trades.map(trade => (
          <a class="task" href={`/supplier/${trade.slug}`} data-retailer={trade.slug}>
            <span class="task-head">
              <Icon name="stock" />
              Retailer
            </span>
            <strong>{trade.retailerName}</strong>
          </a>
        ))}
      </div>
    </>
  )
}
