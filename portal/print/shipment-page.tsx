import { labelSheets, zplResolutions } from '../../translators/labels/index.ts'
import { texts as correctionTexts } from '../supplier/correction/texts.ts'
import { ItemName } from '../supplier/item-name.tsx'
import { Address } from '../ui/address.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Quantity } from '../ui/money.tsx'
import { Facts, Notice, PageHeader, SearchForm, Section } from '../ui/parts.tsx'
import { PieceLinks, pieceOf } from '../ui/piece.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import type { LoadedShipment } from './shipment-query.ts'
import { texts } from './texts.ts'

const t = texts.shipment
/** So many packages stand on a page at once. */
const packagesAtOnce = 25

type Packed = LoadedShipment['packages'][number]

interface ShipmentPageProps {
  base: string
  loaded: LoadedShipment
  mayShip: boolean
  /** The order that can be invoiced for what the shipment holds. */
  toInvoice: string | undefined
  /** Which page of its packages was asked for, or which package. */
  asked: { page: string | undefined; package: string | undefined }
}

/** One shipment: what lies in which package, and what is printed for it. */
export function ShipmentPage({ base, loaded, mayShip, toInvoice, asked }: ShipmentPageProps) {
  const { shipment, packages, contents } = loaded
  const path = `${base}/shipments/${shipment.id}`
  const numbers = [...new Set(contents.map(content => content.order.number))]
  const [back] = numbers
  const numbered = packages.some(one => one.sscc)
  return (
    <div data-shipment={shipment.number}>
      <PageHeader
        back={back ? { href: `${base}/purchase-orders/${encodeURIComponent(back)}`, word: back } : undefined}
        title={<Copyable text={shipment.number} />}
        about={t.title}
        action={
          <>
            {shipment.takenBackAt || !mayShip ? null : (
              <a class="button" href={`${path}/correction`} data-action="correct">
                {correctionTexts.open}
              </a>
            )}
            {toInvoice ? (
              <a
                class="button"
                href={`${base}/purchase-orders/${encodeURIComponent(toInvoice)}/invoices/new?shipment=${shipment.id}`}
                data-action="invoice"
              >
                {t.invoice}
              </a>
            ) : null}
            <a class="button button-primary" href={`${path}/packing-slip`} data-action="slip">
              {t.slip}
            </a>
          </>
        }
      />
      {shipment.takenBackAt ? <Notice tone="bad" title={t.takenBack} /> : null}
      <div class="columns">
        <div class="stack">
          <Packages path={path} loaded={loaded} asked={asked} />
        </div>
        <aside class="stack">
          <Section title={t.labels}>{numbered ? <LabelLinks path={path} /> : <NoLabels base={base} />}</Section>
          {contents[0] ? (
            <Section title={t.shipTo}>
              <Address address={contents[0].customerOrder.shipTo} />
            </Section>
          ) : null}
          <Section title={t.facts}>
            <Facts
              rows={[
                [
                  t.orders,
                  numbers.map(number => (
                    <div>
                      <a href={`${base}/purchase-orders/${encodeURIComponent(number)}`}>{number}</a>
                    </div>
                  )),
                ],
                ['Shipped', <Day date={shipment.shippedOn} />],
                ['Carrier', [shipment.carrier ?? shipment.scac, shipment.service].filter(Boolean).join(' ')],
                ['Expected', shipment.estimatedDelivery && <Day date={shipment.estimatedDelivery} />],
                ['Told', <Time at={shipment.receivedAt} />],
              ]}
            />
          </Section>
        </aside>
      </div>
    </div>
  )
}

/** The packages, some at a time; one of many is found by its tracking number or SSCC. */
function Packages({ path, loaded, asked }: Pick<ShipmentPageProps, 'loaded' | 'asked'> & { path: string }) {
  const sought = asked.package?.replaceAll(/[\s()]/g, '').toUpperCase() ?? ''
  const isSought = ({ trackingNumber, sscc }: Packed) =>
    [trackingNumber, sscc].some(text => text?.toUpperCase().includes(sought.replace(/^00(?=\d{18}$)/, '')))
  const placed = loaded.packages.map((packed, index) => ({ packed, position: index + 1 }))
  const found = sought === '' ? placed : placed.filter(({ packed }) => isSought(packed))
  const piece = pieceOf(found, asked.page, packagesAtOnce)
  const query = sought === '' ? '' : `q=${encodeURIComponent(asked.package!)}&`
  const links = <PieceLinks piece={piece} hrefOf={page => `${path}?${query}packages=${page}`} what={t.packages} />
  return (
    <>
      {placed.length > packagesAtOnce ? (
        <div class="toolbar">
          <SearchForm action={path} value={asked.package ?? ''} label={t.find} />
        </div>
      ) : null}
      {found.length === 0 && sought !== '' ? (
        <Empty title={t.notFound}>
          <a href={path}>{t.all}</a>
        </Empty>
      ) : null}
      {links}
      {piece.rows.map(one => (
        <PackageSection loaded={loaded} {...one} />
      ))}
      {links}
    </>
  )
}

function LabelLinks({ path }: { path: string }) {
  return (
    <ul class="plain stack-tight">
      {labelSheets.map(sheet => (
        <li>
          <a href={`${path}/labels?sheet=${sheet}`}>{t.sheets[sheet]}</a>
        </li>
      ))}
      {zplResolutions.map(dpi => (
        <li>
          <a href={`${path}/labels.zpl?dpi=${dpi}`}>{t.zpl[dpi]}</a>
        </li>
      ))}
    </ul>
  )
}

function NoLabels({ base }: { base: string }) {
  return (
    <p class="soft">
      {t.noNumbers} <a href={`${base}/setup`}>{t.setPrefix}</a>
    </p>
  )
}

interface PackageProps {
  loaded: LoadedShipment
  packed: Packed
  position: number
}

function PackageSection({ loaded, packed, position }: PackageProps) {
  const inside = loaded.contents.filter(content => content.packageId === packed.id)
  return (
    <Section title={`${t.package} ${position}`}>
      <div class="stack-tight">
        <p class="row">
          {packed.trackingNumber ? <Copyable text={packed.trackingNumber} /> : null}
          {packed.sscc ? (
            <span>
              SSCC <Copyable text={packed.sscc} />
            </span>
          ) : null}
          {packed.trackingValid === false ? <span class="small warn">{t.wrongCheck}</span> : null}
        </p>
        <Table
          label={`${t.package} ${position}`}
          rows={inside}
          columns={[
            { heading: 'Item', cell: content => <ItemName line={content.line} /> },
            { heading: 'Order', cell: content => content.order.number },
            {
              heading: 'Quantity',
              number: true,
              cell: content => <Quantity value={content.quantity} unit={content.line.unit} />,
            },
          ]}
        />
      </div>
    </Section>
  )
}
