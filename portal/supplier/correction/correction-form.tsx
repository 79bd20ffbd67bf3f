import type { ShipNotice } from '../../../translators/documents/index.ts'
import type { LoadedShipment } from '../../print/shipment-query.ts'
import { Input } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Notice } from '../../ui/parts.tsx'
import { PieceLinks, pieceOf } from '../../ui/piece.tsx'
import { Table } from '../../ui/table.tsx'
import { carriers } from '../carriers.ts'
import { ItemName } from '../item-name.tsx'
import { texts } from './texts.ts'

interface CorrectionProps {
  told: ShipNotice
  loaded: LoadedShipment
  mayChangeQuantities: boolean
  action: string
  values: FormValues
  errors: Record<string, string>
  /** Which page of the packages was asked for. */
  asked: string | undefined
}

/** So many packages stand on the form at once; the others stay as they were told. */
const packagesAtOnce = 25

/** Everything that was told of a shipment that can be wrong, ready to be put right. */
export function CorrectionForm(props: CorrectionProps) {
  const { told, mayChangeQuantities, action, values, errors } = props
  const placed = told.packages.map((packed, index) => ({ packed, index }))
  const wrong = placed.find(({ index }) => Object.keys(errors).some(name => name.startsWith(`packages[${index}]`)))
  const asked = wrong ? String(Math.floor(wrong.index / packagesAtOnce) + 1) : props.asked
  const piece = pieceOf(placed, asked, packagesAtOnce)
  const links = <PieceLinks piece={piece} hrefOf={page => `${action}?packages=${page}`} what={texts.packages} />
  return (
    <form class="form" method="post" action={`${action}?packages=${piece.page}`} data-form="correction">
      {errors.packages ? <Notice tone="bad" title={errors.packages} /> : null}
      {mayChangeQuantities ? null : <Notice tone="info" title={texts.invoiced} />}
      <div class="fields">
        <Input name="carrier" label={texts.carrier} value={values.carrier} error={errors.carrier} list="carriers" />
        <Input
          name="shippedOn"
          type="date"
          label={texts.shippedOn}
          value={values.shippedOn}
          error={errors.shippedOn}
          required
        />
      </div>
      <datalist id="carriers">
        {carriers.map(carrier => (
          <option value={carrier.name} />
        ))}
      </datalist>
      {piece.pages > 1 ? <Notice tone="info" title={texts.onlyThese} /> : null}
      {links}
      {piece.rows.map(({ packed, index }) => (
        <PackageFields {...props} packed={packed} index={index} />
      ))}
      {links}
      <div class="row form-actions">
        <button type="submit" class="button button-primary">
          {texts.send}
        </button>
      </div>
    </form>
  )
}

function PackageFields(props: CorrectionProps & { packed: ShipNotice['packages'][number]; index: number }) {
  const { loaded, packed, index, values, errors, mayChangeQuantities } = props
  const input = (field: string) => {
    const name = `packages[${index}][${field}]`
    return { name, value: values[name], error: errors[name] }
  }
  const nameOf = (line: (typeof packed.lines)[number]) => {
    const known = loaded.contents.find(
      ({ order, line: its }) => order.number === line.purchaseOrderNumber && its.lineNumber === line.lineNumber,
    )
    return known ? <ItemName line={known.line} /> : Object.values(line.ids ?? {}).join(' ')
  }
  return (
    <fieldset class="stack-tight package" data-package={index}>
      <legend>
        {texts.package} {index + 1}
      </legend>
      <div class="fields">
        <Input {...input('tracking')} label={texts.tracking} />
        <Input {...input('sscc')} label={texts.sscc} inputmode="numeric" />
      </div>
      <Table
        label={`${texts.package} ${index + 1}`}
        rows={packed.lines.map((line, position) => ({ line, position }))}
        columns={[
          { heading: 'Item', cell: ({ line }) => nameOf(line) },
          { heading: 'Order', cell: ({ line }) => line.purchaseOrderNumber },
          {
            heading: texts.quantity,
            number: true,
            cell: ({ line, position }) =>
              mayChangeQuantities ? (
                <Input
                  {...input(`line-${position}`)}
                  bare
                  label={texts.quantity}
                  inputmode="decimal"
                  class="short number"
                />
              ) : (
                line.quantity
              ),
          },
        ]}
      />
    </fieldset>
  )
}
