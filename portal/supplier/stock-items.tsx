import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { offers } from '../../db/schema/index.ts'
import { askOfCandidates, wordsOf } from '../../engine/listing/candidates.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { Completeness } from '../shared/completeness.tsx'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { baseOf } from './order-routes.tsx'
import { texts } from './texts.ts'

const t = texts.stock

/** So many are shown. */
const shown = 100

/** Items that a supplier offers and the retailer has no product for yet. */
async function candidates(orm: Orm, { retailerId, sourceId }: SupplierScope) {
  if (!sourceId) return []
  return await orm
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.retailerId, retailerId),
        eq(offers.sourceId, sourceId),
        isNull(offers.productId),
        eq(offers.discontinued, false),
      ),
    )
    .orderBy(asc(offers.supplierSku))
    .limit(shown)
}

/** Items that wait for the retailer, and what each still lacks. */
export async function showItems(c: PortalContext, { hub }: PortalDeps) {
  const items = await candidates(hub.orm, c.var.supplier)
  const asks = await askOfCandidates(hub.orm, c.var.supplier.retailerId, items, hub.now())
  const rows = items.map(item => ({ item, asks: asks.get(item.id) ?? [] }))
  return page(
    c,
    { title: t.candidates, current: 'stock' },
    <>
      <PageHeader title={t.candidates} back={{ href: `${baseOf(c)}/stock`, word: t.title }} about={t.candidatesAbout} />
      {rows.length === 0 ? (
        <Empty title={t.noCandidates} />
      ) : (
        <Table
          label={t.candidates}
          rows={rows}
          attributes={({ item }) => ({ 'data-sku': item.supplierSku })}
          columns={[
            {
              heading: 'Your item',
              cell: ({ item }) => (
                <span class="item">
                  {item.supplierSku}
                  <span class="item detail">{wordsOf(item).title}</span>
                </span>
              ),
            },
            {
              heading: 'Cost',
              number: true,
              cell: ({ item }) => <Money amount={item.cost} currency={item.currency} />,
            },
            { heading: 'Complete', cell: ({ asks: all }) => <Completeness asks={all} /> },
            {
              heading: 'To mend',
              cell: ({ item }) => (item.damagedGtin ? `GTIN “${item.damagedGtin}” cannot be right` : ''),
              marked: ({ item }) => item.damagedGtin !== null,
              quiet: ({ item }) => item.damagedGtin === null,
              optional: true,
            },
          ]}
        />
      )}
    </>,
  )
}
