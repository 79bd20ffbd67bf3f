import type { LoadedChange } from '../../../engine/purchase-orders/load-changes.ts'
import { ChangeAnswerForm } from '../../shared/changes/answer-form.tsx'
import { ChangesList } from '../../shared/changes/changes-list.tsx'
import { type WishFields, WishForm } from '../../shared/changes/wish-form.tsx'
import type { NamedLine } from '../../shared/changes/words.ts'
import type { LoadedOrder } from '../order-query.ts'
import { texts } from './texts.ts'

interface ChangesProps {
  order: LoadedOrder
  changes: readonly LoadedChange[]
  retailerName: string
  /** The order's address. */
  path: string
  mayAnswer: boolean
}

/** An order's lines by the supplier's own item numbers. */
export function namedLines({ lines }: LoadedOrder): NamedLine[] {
  return lines.map(line => ({ ...line, itemName: line.supplierSku }))
}

/** The change that the retailer asks for and that waits for the supplier, if there is one. */
export function AskedChange({ order, changes, retailerName, path, mayAnswer }: ChangesProps) {
  const open = changes.find(({ status, askedBy }) => status === 'requested' && askedBy === 'retailer')
  if (!open) return null
  return (
    <ChangeAnswerForm
      change={open}
      lines={namedLines(order)}
      currency={order.order.currency}
      asker={retailerName}
      action={`${path}/change-answers`}
      mayAnswer={mayAnswer}
    />
  )
}

/** What was asked and answered before, and the form in which the supplier asks for something itself. */
export function Changes(props: ChangesProps & { asking: WishFields }) {
  const { order, changes, path, mayAnswer, asking, retailerName } = props
  const lines = namedLines(order)
  const { currency } = order.order
  const isFree = changes.every(change => change.status !== 'requested') || Object.keys(asking.errors).length > 0
  return (
    <>
      <ChangesList
        changes={changes}
        lines={lines}
        currency={currency}
        names={{ retailer: retailerName, supplier: texts.you }}
      />
      {mayAnswer && isFree ? (
        <WishForm
          {...asking}
          lines={lines}
          currency={currency}
          action={`${path}/changes`}
          title={texts.ask}
          hint={texts.hint}
          submit={texts.send}
        />
      ) : null}
    </>
  )
}
