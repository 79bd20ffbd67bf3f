import type { LoadedChange } from '../../../engine/purchase-orders/load-changes.ts'
import { ChangeAnswerForm } from '../../shared/changes/answer-form.tsx'
import { ChangesList } from '../../shared/changes/changes-list.tsx'
import { type WishFields, WishForm } from '../../shared/changes/wish-form.tsx'
import type { NamedLine } from '../../shared/changes/words.ts'
import { Select } from '../../ui/fields.tsx'
import type { LoadedPurchaseOrder } from '../purchase-orders-query.ts'
import { texts } from './texts.ts'

export interface OrderChangesProps {
  loaded: Pick<LoadedPurchaseOrder, 'order' | 'lines' | 'source'>
  changes: readonly LoadedChange[]
  asking: WishFields
  mayChange: boolean
}

/** An order's lines by the retailer's own item numbers. */
export function namedLines({ lines }: Pick<LoadedPurchaseOrder, 'lines'>): NamedLine[] {
  return lines.map(line => ({ ...line, itemName: line.sku }))
}

const pathOf = ({ number }: LoadedPurchaseOrder['order']) => `/retailer/purchase-orders/${encodeURIComponent(number)}`

/** The change that the supplier asks for and that waits for the retailer, if there is one. */
export function AskedChange({ loaded, changes, mayChange }: OrderChangesProps) {
  const open = changes.find(({ status, askedBy }) => status === 'requested' && askedBy === 'supplier')
  if (!open) return null
  return (
    <ChangeAnswerForm
      change={open}
      lines={namedLines(loaded)}
      currency={loaded.order.currency}
      asker={loaded.source.name}
      action={`${pathOf(loaded.order)}/change-answers`}
      mayAnswer={mayChange}
    />
  )
}

/** What was asked and answered before, and the form in which the retailer changes or cancels what it ordered of a supplier. */
export function OrderChanges({ loaded, changes, asking, mayChange }: OrderChangesProps) {
  const { order, source } = loaded
  const lines = namedLines(loaded)
  const isFree = changes.every(change => change.status !== 'requested') || Object.keys(asking.errors).length > 0
  const endings = Object.entries(texts.endings).map(([value, word]) => ({ value, word }))
  return (
    <>
      <ChangesList
        changes={changes}
        lines={lines}
        currency={order.currency}
        names={{ retailer: texts.you, supplier: source.name }}
      />
      {mayChange && order.partnershipId !== null && isFree ? (
        <WishForm
          {...asking}
          lines={lines}
          currency={order.currency}
          action={`${pathOf(order)}/changes`}
          title={texts.ask}
          hint={texts.hint}
          submit={texts.send}
          more
          buttons={
            <button type="submit" class="button button-bad" name="whole" value="yes" data-confirm={texts.allConfirm}>
              {texts.all}
            </button>
          }
        >
          <Select name="afterwards" label={texts.afterwards} value={asking.values.afterwards} options={endings} />
        </WishForm>
      ) : null}
    </>
  )
}
