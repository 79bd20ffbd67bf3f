import type { ShipFrom } from '../../engine/packing/ship-from.ts'
import { Hidden, Input, Select } from '../ui/fields.tsx'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/parts.tsx'
import { carriers } from './carriers.ts'
import { FoldedPackage, isFolded, openPackage, PackageFields } from './package-fields.tsx'
import { ScanField } from './scan-field.tsx'
import type { ShippableOrder } from './ship-document.ts'
import { texts } from './texts.ts'

interface ShipFormProps {
  order: ShippableOrder
  action: string
  values: FormValues
  errors: Record<string, string>
  today: string
  /** How many shipments of the order were told when the form was first shown, or refused. */
  told: number
  /** Where the supplier ships from, the usual place first. */
  places: ShipFrom[]
  /** Whether packages are numbered from the supplier's GS1 prefix. */
  numbersPackages: boolean
  /** What the last scan counted. */
  said?: string | undefined
}

const t = texts.ship

/** Packages with tracking numbers and what lies in each. The first package holds everything until told otherwise. */
export function ShipForm({ order, places, action, values, errors, today, told, numbersPackages, said }: ShipFormProps) {
  const scanning = values.pack === 'scan'
  const given = [...groupFields(values, 'packages').keys()]
  const keys = given.length > 0 ? given : ['1']
  const packages = values.action === 'add-package' ? [...keys, String(Number(keys.at(-1)) + 1)] : keys
  const open = openPackage(values, packages, order)
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <form class="form" method="post" action={action} data-form="ship">
      <Hidden name="told" value={values.action === 'ship' ? String(told) : (values.told ?? String(told))} />
      {scanning ? (
        <>
          <Hidden name="pack" value="scan" />
          <ScanField
            values={{ ...values, ...(open && { into: open }) }}
            packages={packages}
            said={said}
            error={errors.scan}
          />
        </>
      ) : null}
      {errors.packages ? <Notice tone="bad" title={errors.packages} /> : null}
      <div class="card stack">
        <div class="fields">
          <Input {...input('carrier')} label={t.carrier} hint={t.carrierHint} list="carriers" />
          <Input {...input('shippedOn')} label={t.shippedOn} type="date" value={values.shippedOn ?? today} required />
          {places.length > 1 ? (
            <Select
              {...input('shipFrom')}
              label={t.shipFrom}
              options={places.map(place => ({ value: place.id, word: place.label }))}
            />
          ) : null}
        </div>
        <datalist id="carriers">
          {carriers.map(carrier => (
            <option value={carrier.name} />
          ))}
        </datalist>
        <details class="more" open={['service', 'scac', 'number', 'estimatedDelivery'].some(name => errors[name])}>
          <summary>{t.more}</summary>
          <div class="fields">
            <Input {...input('service')} label={t.service} />
            <Input {...input('scac')} label="SCAC" />
            <Input {...input('estimatedDelivery')} label={t.estimatedDelivery} type="date" />
            <Input {...input('number')} label={t.number} hint={t.numberHint} />
          </div>
        </details>
      </div>
      {open ? <Hidden name="open" value={open} /> : null}
      {packages.map((key, index) => {
        const fields = { order, values, errors, at: key, index }
        return isFolded(key, open, errors) ? (
          <FoldedPackage {...fields} />
        ) : (
          <PackageFields {...fields} untouched={given.length === 0 && !scanning} />
        )
      })}
      {values.over === 'on' || Object.values(errors).includes(t.tooMany) ? (
        <label class="row">
          <input type="checkbox" name="over" checked={values.over === 'on'} />
          {t.over}
        </label>
      ) : null}
      {numbersPackages ? <p class="small soft">{t.ssccMade}</p> : null}
      <div class="row row-between form-actions">
        <button type="submit" class="button" name="action" value="add-package" formnovalidate>
          <Icon name="plus" />
          {t.addPackage}
        </button>
        <button type="submit" class="button button-primary" name="action" value="ship">
          <Icon name="truck" />
          {t.send}
        </button>
      </div>
    </form>
  )
}
