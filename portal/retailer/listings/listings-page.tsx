import { Badge } from '../../ui/badge.tsx'
import { Amount, Quantity } from '../../ui/money.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../../ui/parts.tsx'
import { type ListQuery, listHref } from '../../ui/request.ts'
import { type Column, Empty, Table } from '../../ui/table.tsx'
import { type ListedListing, type ListingFilter, listingFilters } from './query.ts'
import { statusLooks, whyWords } from './texts.ts'

const path = '/retailer/listings'

const filterWords: Record<ListingFilter, string> = {
  all: 'All',
  waiting: 'Prices to decide',
  paused: 'Paused',
  listed: 'Listed',
  candidate: 'Not listed',
  delisted: 'Taken off',
}

interface ListingsProps {
  query: ListQuery<ListingFilter>
  rows: ListedListing[]
  older: string | undefined
  ruleNames: ReadonlyMap<string, string>
  currency: string
  mayChange: boolean
}

/** Every product on every sales channel: where it stands and why, and prices that wait for a person. */
export function ListingsPage(props: ListingsProps) {
  const { query, rows, older } = props
  const options = listingFilters.map(show => ({
    href: listHref(path, query, { show }),
    word: filterWords[show],
    current: show === query.filter,
  }))
  return (
    <>
      <PageHeader title="Listings" />
      <div class="toolbar">
        <Filters label="Listings" options={options} />
        <SearchForm action={path} value={query.search} label="Item, title or channel" keep={{ show: query.filter }} />
      </div>
      {rows.length === 0 ? (
        <Empty title="No listings here">
          Choose another filter above. A product becomes a listing on each sales channel for which a listing rule
          chooses it.
        </Empty>
      ) : (
        <Listings {...props} />
      )}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older ? listHref(path, query, { after: older }) : undefined}
        shown={rows.length}
      />
    </>
  )
}

function Listings(props: ListingsProps) {
  const { query, rows, currency, mayChange } = props
  const decides = query.filter === 'waiting' && mayChange
  const columns: Column<ListedListing>[] = [
    {
      heading: 'Item',
      cell: row => <a href={`/retailer/products/${row.listing.productId}`}>{row.sku}</a>,
    },
    { heading: 'Title', cell: row => row.title },
    { heading: 'Channel', cell: row => row.channel },
    { heading: 'State', cell: row => <Badge {...statusLooks[row.listing.status]} /> },
    { heading: 'Why', cell: row => whyWords(row.listing, props.ruleNames) },
    { heading: `Price, ${currency}`, number: true, cell: row => <Amount amount={row.listing.price} /> },
    {
      heading: 'Waits',
      number: true,
      optional: true,
      quiet: row => row.listing.proposedPrice === null,
      cell: row => <Amount amount={row.listing.proposedPrice} />,
    },
    { heading: 'Available', number: true, cell: row => <Quantity value={row.listing.quantity} /> },
    ...(decides ? [{ heading: 'Choose', cell: (row: ListedListing) => <Choice row={row} /> }] : []),
  ]
  const table = (
    <Table label="Listings" rows={rows} attributes={row => ({ 'data-listing': row.id })} columns={columns} />
  )
  if (!decides) return table
  return (
    <form method="post" action={`${path}/prices`}>
      {table}
      <div class="form-actions">
        <button type="submit" class="button button-primary" name="what" value="approve">
          Take the chosen prices
        </button>
        <button type="submit" class="button" name="what" value="refuse">
          Refuse them
        </button>
      </div>
    </form>
  )
}

function Choice({ row }: { row: ListedListing }) {
  return <input type="checkbox" name={`pick[${row.id}][on]`} value="yes" aria-label={`${row.sku} on ${row.channel}`} />
}
