import { Hidden, Input } from '../ui/fields.tsx'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { Quantity } from '../ui/money.tsx'
import { Table } from '../ui/table.tsx'
import { ItemName } from './item-name.tsx'
import { type ShippableOrder, shippable } from './ship-document.ts'
import { texts } from './texts.ts'

const t = texts.ship

/** A form with more fields for quantities than this shows one package's at a time. */
const mostQuantities = 60
/** So many items are named of a package that is folded. */
const mostNamed = 3

interface PackageProps {
  order: ShippableOrder
  /** The package's key in the form. */
  at: string
  index: number
  values: FormValues
  errors: Record<string, string>
}

/** Whether a form was sent to be shown again with another package open, rather than to ship. */
export function isOpening({ action = '' }: FormValues): boolean {
  return action === 'add-package' || action.startsWith(opening)
}

const opening = 'open-'

/**
 * The one package of a long form that is open: that which was asked for, the new one, that into which is scanned, or the last. Undefined for a form that is short enough
 * to show all.
 */
export function openPackage(
  values: FormValues,
  packages: readonly string[],
  order: ShippableOrder,
): string | undefined {
  const lines = order.lines.filter(line => shippable(line).gt(0))
  if (packages.length < 2 || packages.length * lines.length <= mostQuantities) return undefined
  const { action = '', into, open } = values
  const last = packages.at(-1)
  if (action === 'add-package') return last
  const asked = action.startsWith(opening) ? action.slice(opening.length) : (into ?? open)
  return packages.find(key => key === asked) ?? last
}

/** What is wrong is seen, wherever it is. */
export function isFolded(key: string, open: string | undefined, errors: Record<string, string>): boolean {
  return open !== undefined && key !== open && !Object.keys(errors).some(name => name.startsWith(`packages[${key}]`))
}

/** A package that keeps what was filled in, told in a line. */
export function FoldedPackage({ order, at, index, values }: PackageProps) {
  const fields = Object.entries(groupFields(values, 'packages').get(at) ?? {}).filter(
    ([, value]) => value.trim() !== '',
  )
  const inside = order.lines.flatMap(line => {
    const [, quantity] = fields.find(([name]) => name === `quantity-${line.lineNumber}`) ?? []
    return quantity === undefined ? [] : [`${quantity} × ${line.supplierSku}`]
  })
  const more = inside.length > mostNamed ? [t.moreItems(inside.length - mostNamed)] : []
  return (
    <fieldset class="row row-between package" data-package={at}>
      <legend>
        {t.package} {index + 1}
      </legend>
      <span>
        {inside.length === 0 ? (
          <span class="soft">{t.packageEmpty}</span>
        ) : (
          [...inside.slice(0, mostNamed), ...more].join(', ')
        )}
        {values[`packages[${at}][tracking]`] ? (
          <div class="small soft">{values[`packages[${at}][tracking]`]}</div>
        ) : null}
      </span>
      {fields.map(([name, value]) => (
        <Hidden name={`packages[${at}][${name}]`} value={value} />
      ))}
      {fields.length === 0 ? <Hidden name={`packages[${at}][tracking]`} value="" /> : null}
      <button
        type="submit"
        class="button button-small"
        name="action"
        value={`${opening}${at}`}
        aria-label={`${t.openPackage} ${index + 1}`}
        formnovalidate
      >
        {t.open}
      </button>
    </fieldset>
  )
}

/** What is in a package, to be filled in. `untouched`: nobody has, and the first holds everything. */
export function PackageFields({ order, at, index, values, errors, untouched }: PackageProps & { untouched: boolean }) {
  const lines = order.lines.filter(line => shippable(line).gt(0))
  const input = (field: string) => {
    const name = `packages[${at}][${field}]`
    return { name, value: values[name], error: errors[name] }
  }
  return (
    <fieldset class="stack-tight package" data-package={at}>
      <legend>
        {t.package} {index + 1}
      </legend>
      <div class="fields">
        <Input {...input('tracking')} label={t.tracking} inputmode="text" />
        <Input {...input('sscc')} label={t.sscc} inputmode="numeric" />
      </div>
      <Table
        label={`${t.package} ${index + 1}`}
        rows={lines}
        attributes={line => ({ 'data-line': line.lineNumber, 'data-shippable': shippable(line).toFixed() })}
        columns={[
          { heading: 'Item', cell: line => <ItemName line={line} /> },
          {
            heading: t.toShip,
            number: true,
            cell: line => <Quantity value={shippable(line).toFixed()} unit={line.unit} />,
          },
          {
            heading: t.quantity,
            number: true,
            cell: line => {
              const field = input(`quantity-${line.lineNumber}`)
              const value = untouched && index === 0 ? shippable(line).toFixed() : field.value
              return <Input {...field} value={value} bare label={t.quantity} inputmode="decimal" class="short number" />
            },
          },
        ]}
      />
    </fieldset>
  )
}
