import type { NewProductSettings } from '../../../engine/catalogue/new-products/settings.ts'
import { Completeness } from '../../shared/completeness.tsx'
import { Hidden, Input } from '../../ui/fields.tsx'
import { PageHeader, Pages, SearchForm } from '../../ui/parts.tsx'
import { type ListQuery, listHref } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import type { OpenItem } from './items-query.ts'
import { modeWords } from './new-items.tsx'

const path = '/retailer/feeds/items'

interface ItemsPageProps {
  query: ListQuery<'all'>
  items: OpenItem[]
  /** After which the list goes on. */
  older: string | undefined
  /** What becomes of items that no product is. */
  settings: NewProductSettings
  mayDecide: boolean
  /** What was wrong with a form, by the item that it was about. */
  errors: Record<string, string>
}

/** Items of suppliers that a person has to look at: which product each is, and GTINs to mend. */
export function ItemsPage({ query, items, older, settings, mayDecide, errors }: ItemsPageProps) {
  return (
    <>
      <PageHeader
        title="Items to match"
        back={{ href: '/retailer/feeds', word: 'Feeds' }}
        about="What suppliers offer and no product of yours is known to be: match it, or list it as new."
        action={mayDecide ? <MakeAll items={items} /> : null}
      />
      <div class="stack">
        <p class="soft">
          {modeWords[settings.mode]}{' '}
          {mayDecide ? <a href={`${path}/settings`}>Change what becomes of new items</a> : null}
        </p>
        <div class="toolbar">
          <SearchForm action={path} value={query.search} label="Number, title or supplier" />
        </div>
        {items.length === 0 && query.search ? (
          <Empty title="No item to match is called so" />
        ) : items.length === 0 ? (
          <Empty title="Every item is matched">Items of the next feed that are new to you wait here.</Empty>
        ) : (
          <Table
            label="Items to match"
            rows={items}
            attributes={({ offer }) => ({ 'data-sku': offer.supplierSku })}
            columns={[
              { heading: 'Supplier', cell: row => row.source },
              { heading: 'Item', cell: row => <Named {...row} /> },
              { heading: 'Complete', cell: row => <State {...row} /> },
              { heading: 'GTIN', cell: row => <Gtin item={row} mayDecide={mayDecide} error={errors[row.offer.id]} /> },
              {
                heading: 'Product',
                cell: row =>
                  mayDecide ? (
                    <Candidates item={row} error={row.offer.damagedGtin ? undefined : errors[row.offer.id]} />
                  ) : null,
              },
            ]}
          />
        )}
        <Pages
          first={query.after ? listHref(path, query, {}) : undefined}
          older={older && listHref(path, query, { after: older })}
          shown={items.length}
          words={{ first: 'First', next: 'Next' }}
        />
      </div>
    </>
  )
}

/** Whether an item has what channels ask for, and what keeps it from becoming a product all the same. */
function State({ offer, asks, taken, lacks }: OpenItem) {
  if (offer.productId) return <>–</>
  const words = lacks.length === 0 ? 'Complete' : `Lacks: ${lacks.map(field => fieldWords[field] ?? field).join(', ')}`
  return (
    <>
      {asks.length === 0 ? words : <Completeness asks={asks} />}
      {taken ? <span class="item detail">{takenWords(taken)}</span> : null}
    </>
  )
}

const fieldWords: Record<string, string> = { gtin: 'a right GTIN' }

function takenWords({ by, sku }: NonNullable<OpenItem['taken']>): string {
  if (by === 'sku') return `Your SKU ${sku} is another product’s: make it one with another SKU.`
  return `${sku} has this ${by === 'gtin' ? 'GTIN' : 'part number'}: match it with that product.`
}

/** One click for all that are complete, on this page or not. */
function MakeAll({ items }: { items: OpenItem[] }) {
  const ready = items.some(item => item.offer.productId === null && !item.taken && item.lacks.length === 0)
  if (!ready) return null
  return (
    <form method="post" action={`${path}/products`}>
      <button type="submit" class="button button-primary">
        Make products of all complete items
      </button>
    </form>
  )
}

function Named({ offer }: OpenItem) {
  return (
    <span class="item">
      {offer.supplierSku}
      <span class="item detail">
        {[offer.brand, offer.description, offer.manufacturerPart].filter(Boolean).join(' · ') ||
          'Nothing more is known'}
      </span>
    </span>
  )
}

function Gtin({ item, mayDecide, error }: { item: OpenItem; mayDecide: boolean; error: string | undefined }) {
  const { offer, repairs } = item
  if (!offer.damagedGtin) return <>{offer.gtin ?? '–'}</>
  const action = `/retailer/feeds/items/${offer.id}/gtin`
  return (
    <div class="stack">
      <span>“{offer.damagedGtin}” cannot be right</span>
      {mayDecide ? (
        <>
          {repairs.map(repair => (
            <form method="post" action={action}>
              <Hidden name="gtin" value={repair} />
              <button type="submit" class="button">
                It is {repair}
              </button>
            </form>
          ))}
          <form method="post" action={action} class="row">
            <Input name="gtin" label={`GTIN of ${offer.supplierSku}`} error={error} inputmode="numeric" bare />
            <button type="submit" class="button">
              Mend
            </button>
          </form>
        </>
      ) : null}
    </div>
  )
}

function Candidates({ item: { offer, candidates }, error }: { item: OpenItem; error: string | undefined }) {
  const action = `/retailer/feeds/items/${offer.id}`
  return (
    <div class="stack">
      {candidates.map(one => (
        <div class="row">
          <span>
            {one.sku} {one.title} <span class="small soft">(same {one.why})</span>
          </span>
          <form method="post" action={`${action}/match`}>
            <Hidden name="productId" value={one.productId} />
            <button type="submit" class="button">
              It is this
            </button>
          </form>
          <form method="post" action={`${action}/refusal`}>
            <Hidden name="productId" value={one.productId} />
            <button type="submit" class="button">
              It is not
            </button>
          </form>
        </div>
      ))}
      <form method="post" action={`${action}/match`} class="row">
        <Input name="sku" label={`Your SKU for ${offer.supplierSku}`} error={error} bare />
        <button type="submit" class="button">
          Match
        </button>
        {offer.productId === null ? (
          <button type="submit" class="button" formaction={`${action}/product`}>
            Make a new product
          </button>
        ) : null}
      </form>
    </div>
  )
}
