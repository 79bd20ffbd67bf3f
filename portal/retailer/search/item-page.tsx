import { and, asc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { offers, products, sources, stock } from '../../../db/schema/index.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Money, Quantity } from '../../ui/money.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

/** A product and who offers it, with the stock at each place. Throws `not-found`. */
export async function loadItem(orm: Orm, retailerId: string, id: string) {
  const [product] = await orm
    .select()
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.id, id)))
  if (!product) throw new ApplicationError('not-found', 'There is no such item.')
  const offered = await orm
    .select({ offer: offers, source: sources.name, stock })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .where(and(eq(offers.retailerId, retailerId), eq(offers.productId, id)))
    .orderBy(asc(sources.name), asc(stock.location))
  return { product, offered }
}

/** One item of the catalogue: its numbers, and who has how many at what cost. */
export function ItemPage({ product, offered }: Awaited<ReturnType<typeof loadItem>>) {
  return (
    <div class="stack">
      <PageHeader
        back={{ href: '/retailer/search', word: t.title }}
        title={<Copyable text={product.sku} />}
        about={product.title}
      />
      <Facts
        rows={[
          ['Brand', product.brand],
          ['Category', product.category],
          ['UPC', product.upc && <Copyable text={product.upc} />],
          ['GTIN', product.gtin && <Copyable text={product.gtin} />],
          ['Maker’s part number', product.manufacturerPart],
          ['Discontinued', product.discontinuedAt && <Time at={product.discontinuedAt} />],
        ]}
      />
      <Section title="Who offers it">
        {offered.length === 0 ? (
          <Empty title="Nobody offers it">Its suppliers’ feeds name no such item.</Empty>
        ) : (
          <Table
            label="Who offers it"
            rows={offered}
            columns={[
              { heading: 'Source', cell: row => row.source },
              { heading: 'Their SKU', cell: row => <Copyable text={row.offer.supplierSku} /> },
              {
                heading: 'Place',
                cell: row => row.stock?.location || '–',
                quiet: row => !row.stock?.location,
                optional: true,
              },
              {
                heading: 'In stock',
                number: true,
                cell: row => (row.stock ? <Quantity value={row.stock.quantity} /> : '–'),
              },
              {
                heading: 'Reserved',
                number: true,
                cell: row => (row.stock ? <Quantity value={row.stock.reserved} /> : '–'),
              },
              {
                heading: 'Cost',
                number: true,
                cell: row => <Money amount={row.offer.cost} currency={row.offer.currency} />,
              },
              { heading: 'Told', cell: row => <Time at={row.stock?.reportedAt} /> },
            ]}
          />
        )}
      </Section>
    </div>
  )
}
