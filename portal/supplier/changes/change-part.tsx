import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderChanges } from '../../../db/schema/index.ts'
import type { ChangeRequest, Wish } from '../../../engine/purchase-orders/change.ts'
import { Hidden, Input } from '../../ui/fields.tsx'
import { Notice } from '../../ui/parts.tsx'
import type { LoadedOrder } from '../order-query.ts'
import { texts } from './texts.ts'

/** What the retailer asks of an order and waits to be answered, if there is such a thing. */
export async function loadAsked(orm: Orm, retailerId: string, purchaseOrderId: string) {
  const changes = purchaseOrderChanges
  const [row] = await orm
    .select({ sequence: changes.sequence, kind: changes.kind, request: changes.request })
    .from(changes)
    .where(
      and(
        eq(changes.retailerId, retailerId),
        eq(changes.purchaseOrderId, purchaseOrderId),
        eq(changes.status, 'requested'),
        eq(changes.askedBy, 'retailer'),
      ),
    )
  return row && { ...row, request: row.request as ChangeRequest }
}

interface ChangeProps {
  asked: NonNullable<Awaited<ReturnType<typeof loadAsked>>>
  order: LoadedOrder
  retailerName: string
  action: string
  mayAnswer: boolean
}

/** The change that is asked for, line by line, and the two answers. */
export function ChangePart({ asked, order, retailerName, action, mayAnswer }: ChangeProps) {
  return (
    <section data-change={String(asked.sequence)}>
      <Notice tone="warn" title={`${retailerName} ${texts.asks}`}>
        <ul>
          {asked.request.wishes.map(wish => (
            <li>{wishWords(wish, order)}</li>
          ))}
        </ul>
        {asked.request.reason ? <p>“{asked.request.reason}”</p> : null}
        {mayAnswer ? (
          <form class="form" method="post" action={action} data-form="answer-change">
            <Hidden name="sequence" value={String(asked.sequence)} />
            <Input name="note" label={texts.note} />
            <div class="row">
              <button type="submit" class="button button-primary" name="outcome" value="accepted">
                {texts.accept}
              </button>
              <button type="submit" class="button" name="outcome" value="refused">
                {texts.refuse}
              </button>
            </div>
          </form>
        ) : null}
      </Notice>
    </section>
  )
}

/** `LI-MUG-01: take back 4 EA, at a price of 8.00`. */
function wishWords({ lineNumber, cancel, unitPrice, shipDate }: Wish, { order, lines }: LoadedOrder): string {
  const line = lines.find(one => one.lineNumber === lineNumber)
  const parts = [
    cancel && `${texts.less} ${cancel} ${line?.unit ?? ''}`,
    unitPrice && `${texts.price} ${unitPrice} ${order.currency}`,
    shipDate && `${texts.by} ${shipDate}`,
  ]
  return `${line?.supplierSku ?? lineNumber}: ${parts.filter(Boolean).join(', ')}`
}
