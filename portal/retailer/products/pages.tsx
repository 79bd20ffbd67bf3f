import { availableOf } from '../../../engine/inventory/reserve.ts'
import type { ListingPricing } from '../../../engine/listing/refresh/plan.ts'
import type { AppliedVersion, RuleNames } from '../../../engine/rule-sets/names.ts'
import { FileLink } from '../../lists/file-link.tsx'
import type { FileColumn } from '../../shared/csv-stream.ts'
import { Badge } from '../../ui/badge.tsx'
import { Amount, Money, Quantity } from '../../ui/money.tsx'
import { Facts, Filters, PageHeader, Pages, SearchForm, Section } from '../../ui/parts.tsx'
import { type ListQuery, listHref } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { pricingWords, statusLooks, whyWords } from '../listings/texts.ts'
import { type ListedProductRow, type LoadedProduct, type ProductFilter, productFilters } from './query.ts'

const path = '/retailer/products'

const filterWords: Record<ProductFilter, string> = {
  all: 'All',
  'on-sale': 'On sale',
  paused: 'Paused somewhere',
  unlisted: 'On no channel',
  'without-source': 'Nobody sells it',
  discontinued: 'Discontinued',
}

/** What the retailer sells. */
export function ProductsPage(props: {
  query: ListQuery<ProductFilter>
  rows: ListedProductRow[]
  older: string | undefined
}) {
  const { query, rows, older } = props
  const options = productFilters.map(show => ({
    href: listHref(path, query, { show }),
    word: filterWords[show],
    current: show === query.filter,
  }))
  return (
    <>
      <PageHeader title="Products" action={<FileLink href={listHref(`${path}/file`, query, {})} />} />
      <div class="toolbar">
        <Filters label="Products" options={options} />
        <SearchForm
          action={path}
          value={query.search}
          label="Item, title, brand or category"
          keep={{ show: query.filter }}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title="No products here">
          Choose another filter above. Products come in by a supplier’s product feed, or by the API.
        </Empty>
      ) : (
        <Table
          label="Products"
          rows={rows}
          attributes={row => ({ 'data-product': row.sku })}
          columns={[
            { heading: 'Item', cell: row => <a href={`${path}/${row.id}`}>{row.sku}</a> },
            { heading: 'Title', cell: row => row.title },
            { heading: 'Brand', cell: row => row.brand ?? '' },
            { heading: 'Category', cell: row => row.category ?? '' },
            { heading: 'Sources', number: true, cell: row => String(row.sources) },
            { heading: 'Channels', number: true, cell: row => String(row.on) },
            { heading: 'Paused on', number: true, cell: row => String(row.paused) },
          ]}
        />
      )}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older ? listHref(path, query, { after: older }) : undefined}
        shown={rows.length}
      />
    </>
  )
}

/** The same for a spreadsheet. */
export const productsFile: readonly FileColumn<ListedProductRow>[] = [
  ['Item', row => row.sku],
  ['Title', row => row.title],
  ['Brand', row => row.brand],
  ['Category', row => row.category],
  ['GTIN', row => row.gtin ?? row.ean ?? row.upc],
  ['Sources', row => String(row.sources)],
  ['Channels', row => String(row.on)],
  ['Paused on', row => String(row.paused)],
]

interface ProductProps {
  loaded: LoadedProduct
  currency: string
  ruleNames: RuleNames
  pricedBy: ReadonlyMap<number, AppliedVersion>
  mayChange: boolean
}

/** One product: what it is, who has it where, and each channel with its price, how that came about, and why it is shown or not. */
export function ProductPage(props: ProductProps) {
  const { loaded, currency, mayChange } = props
  const { product } = loaded
  const retired = product.discontinuedAt !== null
  return (
    <>
      <PageHeader
        title={product.title}
        back={{ href: path, word: 'Products' }}
        about={product.sku}
        action={mayChange ? <Retire id={product.id} retired={retired} /> : null}
      />
      <div class="stack">
        <Section title="Channels">
          {loaded.listings.length === 0 ? <Empty title="On no sales channel" /> : <Listings {...props} />}
        </Section>
        <Section title="Sources">
          {loaded.levels.length === 0 ? <Empty title="Nobody sells it" /> : <Levels {...props} />}
        </Section>
        <Section title="Product">
          <Facts
            rows={[
              ['Brand', product.brand],
              ['Category', product.category],
              ['GTIN', product.gtin ?? product.ean ?? product.upc],
              ['Part number', product.manufacturerPart],
              ['Own price', product.retailPrice && <Money amount={product.retailPrice} currency={currency} />],
              ['MSRP', product.msrp && <Money amount={product.msrp} currency={currency} />],
              ['MAP', product.map && <Money amount={product.map} currency={currency} />],
              ['Weight', product.weight && `${product.weight} lb`],
              ...Object.entries(product.attributes),
              ['Retired', product.discontinuedAt && <Time at={product.discontinuedAt} />],
            ]}
          />
        </Section>
      </div>
    </>
  )
}

/** Out of the catalogue, or back into it. */
function Retire({ id, retired }: { id: string; retired: boolean }) {
  return (
    <form method="post" action={`${path}/${id}/${retired ? 'restore' : 'retire'}`}>
      <button type="submit" class="button">
        {retired ? 'Sell it again' : 'Retire this product'}
      </button>
    </form>
  )
}

type Shown = LoadedProduct['listings'][number]

function Listings({ loaded, currency, ruleNames, pricedBy, mayChange }: ProductProps) {
  const discontinued = loaded.product.discontinuedAt !== null
  const titleOf = ({ listing: { content } }: Shown) => ('title' in content ? content.title : '')
  const wordsOf = ({ listing: { content } }: Shown) => ('category' in content ? content.category : '')
  return (
    <Table
      label="Channels"
      rows={loaded.listings}
      attributes={row => ({ 'data-listing': row.listing.id })}
      columns={[
        { heading: 'Channel', cell: row => row.channel },
        { heading: 'State', cell: row => <Badge {...statusLooks[row.listing.status]} /> },
        { heading: 'Why', cell: row => whyWords(row.listing, ruleNames) },
        { heading: `Price, ${currency}`, number: true, cell: row => <Amount amount={row.listing.price} /> },
        { heading: 'How', cell: row => howPriced(row, pricedBy) },
        {
          heading: 'Waits for a person',
          number: true,
          optional: true,
          quiet: row => row.listing.proposedPrice === null,
          cell: row => <Amount amount={row.listing.proposedPrice} />,
        },
        { heading: 'Available', number: true, cell: row => <Quantity value={row.listing.quantity} /> },
        { heading: 'Shown as', cell: titleOf },
        { heading: 'In', cell: wordsOf },
        { heading: 'Action', cell: row => (mayChange && !discontinued ? <Switch row={row} /> : null) },
      ]}
    />
  )
}

function howPriced({ listing }: Shown, pricedBy: ProductProps['pricedBy']): string {
  const pricing = listing.pricing as ListingPricing
  return pricingWords(pricing, pricedBy.get(pricing.ruleVersion ?? 0)?.names)
}

/** Puts a listing on its channel, or takes it off. */
function Switch({ row: { listing, channel } }: { row: Shown }) {
  const isOn = listing.status === 'listed' || listing.status === 'paused'
  if (!isOn && listing.missing.length > 0) return null
  const word = isOn ? 'Take off' : 'Put on'
  return (
    <form method="post" action={`/retailer/listings/${listing.id}/${isOn ? 'off' : 'on'}`}>
      <button type="submit" class="button button-small" aria-label={`${word} ${channel}`}>
        {word}
      </button>
    </form>
  )
}

function Levels({ loaded }: ProductProps) {
  return (
    <Table
      label="Sources"
      rows={loaded.levels}
      columns={[
        { heading: 'Source', cell: ({ source }) => source.name },
        { heading: 'Its item', cell: ({ offer }) => offer.supplierSku },
        { heading: 'Cost', number: true, cell: ({ offer }) => <Money amount={offer.cost} currency={offer.currency} /> },
        {
          heading: 'Unit',
          cell: ({ offer }) => (offer.packSize === 1 ? offer.unit : `${offer.unit} of ${offer.packSize}`),
        },
        { heading: 'Location', cell: ({ stock }) => stock?.location || '–' },
        { heading: 'Stock', number: true, cell: ({ stock }) => (stock ? <Quantity value={stock.quantity} /> : '–') },
        { heading: 'Reserved', number: true, cell: ({ stock }) => (stock ? <Quantity value={stock.reserved} /> : '–') },
        { heading: 'Held back', number: true, cell: ({ stock }) => (stock ? <Quantity value={stock.buffer} /> : '–') },
        {
          heading: 'Available',
          number: true,
          cell: ({ stock }) => (stock ? <Quantity value={availableOf(stock).toFixed()} /> : '–'),
        },
        { heading: 'Last told', cell: ({ stock }) => <Time at={stock?.reportedAt} /> },
      ]}
    />
  )
}
