import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { offers } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
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

type Candidate = Awaited<ReturnType<typeof candidates>>[number]

/** What a retailer needs of an item before it can be listed, and whether it is there. */
const wanted: [word: string, has: (item: Candidate) => boolean][] = [
  ['title', item => Boolean(catalogOf(item).title ?? item.description)],
  ['description', item => Boolean(catalogOf(item).description)],
  ['brand', item => Boolean(item.brand)],
  ['category', item => Boolean(item.category)],
  ['GTIN', item => Boolean(item.gtin)],
  ['picture', item => (catalogOf(item).images ?? []).length > 0],
  ['weight', item => Boolean(catalogOf(item).weight)],
]

const catalogOf = (item: Candidate) =>
  item.catalog as { title?: string; description?: string; images?: string[]; weight?: string }

/** Items that wait for the retailer, and what each still lacks. */
export async function showItems(c: PortalContext, { hub }: PortalDeps) {
  const rows = (await candidates(hub.orm, c.var.supplier)).map(item => ({
    item,
    lacking: wanted.filter(([, has]) => !has(item)).map(([word]) => word),
  }))
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
                  <span class="item detail">{catalogOf(item).title ?? item.description ?? ''}</span>
                </span>
              ),
            },
            {
              heading: 'Cost',
              number: true,
              cell: ({ item }) => <Money amount={item.cost} currency={item.currency} />,
            },
            {
              heading: 'Complete',
              number: true,
              cell: ({ lacking }) => `${Math.round((1 - lacking.length / wanted.length) * 100)}%`,
            },
            { heading: 'Still lacks', cell: ({ lacking }) => lacking.join(', ') || 'nothing' },
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
