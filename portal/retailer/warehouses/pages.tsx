import { availableOf } from '../../../engine/inventory/reserve.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hidden, Input, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Amount, Quantity } from '../../ui/money.tsx'
import { Notice, PageHeader, Pages, SearchForm, Section } from '../../ui/parts.tsx'
import { purchaseOrderStates } from '../../ui/states.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Day, Time } from '../../ui/time.tsx'
import type { ListedWarehouse, OrderToShip, StockQuery, WarehouseItem, warehouseById } from './query.ts'
import { path, texts as t } from './texts.ts'

interface ListProps {
  warehouses: ListedWarehouse[]
  values: FormValues
  errors: FormValues
  mayChange: boolean
}

/** The retailer's own warehouses, and one more. */
export function WarehousesPage({ warehouses, values, errors, mayChange }: ListProps) {
  return (
    <>
      <PageHeader title={t.title} about={t.about} />
      <div class="stack">
        {warehouses.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Warehouses rows={warehouses} />}
        {mayChange ? (
          <Section title={t.add}>
            <form class="form" method="post" action={path} data-form="warehouse">
              <div class="fields">
                <Input name="name" label={t.name} value={values.name} error={errors.name} required />
                <Input name="postalCode" label={t.postalCode} value={values.postalCode} error={errors.postalCode} />
              </div>
              <div class="form-actions">
                <button type="submit" class="button button-primary">
                  {t.add}
                </button>
              </div>
            </form>
          </Section>
        ) : null}
      </div>
    </>
  )
}

function Warehouses({ rows }: { rows: ListedWarehouse[] }) {
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-warehouse': row.name })}
      columns={[
        { heading: 'Warehouse', cell: row => <a href={`${path}/${row.id}`}>{row.name}</a> },
        { heading: 'In use', cell: row => (row.active ? 'Yes' : 'No') },
        { heading: 'Ships from', cell: row => row.postalCode ?? '–' },
        { heading: 'Items', number: true, cell: row => row.items.toLocaleString('en-US') },
        {
          heading: t.toShip,
          number: true,
          cell: row => row.orders.toLocaleString('en-US'),
          quiet: row => row.orders === 0,
        },
      ]}
    />
  )
}

interface WarehouseProps {
  warehouse: Awaited<ReturnType<typeof warehouseById>>
  toShip: { rows: OrderToShip[]; count: number }
  stock: { rows: WarehouseItem[]; older: string | undefined }
  query: StockQuery
  values: FormValues
  errors: Record<string, string>
  mayChange: boolean
}

/** One warehouse: what has to leave, what lies there, and how that is counted. */
export function WarehousePage(props: WarehouseProps) {
  const { warehouse, values, errors, mayChange } = props
  const here = `${path}/${warehouse.id}`
  return (
    <>
      <PageHeader
        title={warehouse.name}
        back={{ href: path, word: t.title }}
        about={warehouse.postalCode ? `Ships from ${warehouse.postalCode}` : undefined}
        action={
          mayChange ? (
            <a class="button" href={`/retailer/rules/sources/${warehouse.id}`}>
              {t.terms}
            </a>
          ) : null
        }
      />
      <div class="stack">
        {Object.keys(errors).length > 0 ? <Notice tone="bad" title={t.refused} /> : null}
        <Section title={t.toShip}>
          <ToShip {...props.toShip} mayChange={mayChange} />
        </Section>
        <Section title={t.stock}>
          <Stock {...props} here={here} />
        </Section>
        {mayChange ? (
          <Section title={t.pasteTitle}>
            <form class="form" method="post" action={`${here}/stock`} data-form="paste-stock">
              <TextArea
                name="pasted"
                label={t.paste}
                hint={t.pasteHint}
                rows={6}
                value={values.pasted}
                error={errors.pasted}
              />
              <div class="form-actions">
                <button type="submit" class="button button-primary">
                  {t.pasteSend}
                </button>
              </div>
            </form>
          </Section>
        ) : null}
      </div>
    </>
  )
}

function ToShip({ rows, count, mayChange }: WarehouseProps['toShip'] & { mayChange: boolean }) {
  if (rows.length === 0) return <p class="soft">{t.nothingToShip}</p>
  const at = ({ number }: OrderToShip) => `/retailer/purchase-orders/${encodeURIComponent(number)}`
  return (
    <>
      <Table
        label={t.toShip}
        rows={rows}
        attributes={row => ({ 'data-purchase-order': row.number })}
        columns={[
          { heading: 'Purchase order', cell: row => <a href={at(row)}>{row.number}</a> },
          { heading: 'State', cell: row => <Badge {...purchaseOrderStates[row.status]} /> },
          { heading: 'Customer’s order', cell: row => row.order },
          { heading: 'Ordered', cell: row => <Day date={row.orderDate} /> },
          { heading: 'Ship by', cell: row => (row.shipBy ? <Day date={row.shipBy} /> : '–') },
          ...(mayChange
            ? [{ heading: '', cell: (row: OrderToShip) => <a href={`${at(row)}/shipments/new`}>{t.ship}</a> }]
            : []),
        ]}
      />
      {count > rows.length ? <p class="small soft">{t.moreToShip(count)}</p> : null}
    </>
  )
}

function Stock(props: WarehouseProps & { here: string }) {
  const { stock, query, here, mayChange } = props
  const hrefOf = (after?: string) =>
    `${here}?${new URLSearchParams({ ...(query.search && { q: query.search }), ...(after && { after }) })}`
  if (stock.rows.length === 0 && !query.search && !query.after) return <Empty title={t.noStock}>{t.noStockHint}</Empty>
  return (
    <>
      <div class="toolbar">
        <SearchForm action={here} value={query.search} label={t.search} />
      </div>
      {stock.rows.length === 0 ? (
        <Empty title={t.noHit} />
      ) : (
        <form class="form" method="post" action={`${here}/stock`} data-form="stock">
          <Hidden name="q" value={query.search} />
          <Hidden name="after" value={query.after ?? ''} />
          <Levels {...props} />
          {mayChange ? (
            <div class="form-actions">
              <button type="submit" class="button button-primary">
                {t.count}
              </button>
            </div>
          ) : null}
        </form>
      )}
      <Pages
        first={query.after ? hrefOf() : undefined}
        older={stock.older ? hrefOf(stock.older) : undefined}
        shown={stock.rows.length}
        words={{ first: 'First', next: 'Next' }}
      />
    </>
  )
}

const none = { quantity: '0', reserved: '0', buffer: '0' }

function Levels({ stock: { rows }, values, errors, mayChange }: WarehouseProps) {
  const of = ({ quantity, reserved, buffer }: WarehouseItem) =>
    quantity === null || reserved === null || buffer === null ? none : { quantity, reserved, buffer }
  const hasPlaces = rows.some(row => row.location)
  const fields = new Map(rows.map((row, index) => [row, `lines[${index}]`]))
  const counted = (row: WarehouseItem) => {
    const at = fields.get(row)!
    const name = `${at}[quantity]`
    if (!mayChange) return <Quantity value={of(row).quantity} unit={row.unit} />
    return (
      <>
        <Hidden name={`${at}[sku]`} value={row.sku} />
        <Hidden name={`${at}[location]`} value={row.location ?? ''} />
        <Hidden name={`${at}[was]`} value={row.quantity ?? ''} />
        <Input
          {...{ name, value: values[name] ?? row.quantity ?? '', error: errors[name] }}
          label={`${row.sku}${row.location ? `, ${row.location}` : ''}`}
          bare
          inputmode="decimal"
          class="short number"
        />
      </>
    )
  }
  return (
    <Table
      label={t.stock}
      rows={rows}
      attributes={row => ({ 'data-sku': row.sku })}
      columns={[
        {
          heading: 'Item',
          cell: row => (
            <span class="item">
              {row.sku}
              <span class="item detail">{row.title}</span>
            </span>
          ),
        },
        ...(hasPlaces ? [{ heading: 'Place', cell: (row: WarehouseItem) => row.location ?? '' }] : []),
        { heading: 'On hand', number: true, cell: counted },
        { heading: 'Reserved', number: true, cell: row => <Quantity value={of(row).reserved} /> },
        { heading: 'Available', number: true, cell: row => <Quantity value={availableOf(of(row)).toFixed()} /> },
        { heading: `Unit cost, ${rows[0]!.currency}`, number: true, cell: row => <Amount amount={row.cost} /> },
        { heading: 'Counted', cell: row => (row.reportedAt ? <Time at={row.reportedAt} /> : '–') },
      ]}
    />
  )
}
