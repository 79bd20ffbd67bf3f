import { answerOrder } from '../../partners/twin/answer-order.ts'
import { twinBehaviour } from '../../partners/twin/behaviour.ts'
import type { PurchaseOrder } from '../../translators/documents/index.ts'

const behaviour = twinBehaviour.parse({
  supplier: {
    code: 'CA',
    name: 'Cascade',
    shipFrom: {
      name: 'Cascade',
      address1: '1 Mill Road',
      city: 'Bend',
      state: 'OR',
      postalCode: '97702',
      country: 'US',
    },
    companyPrefix: '9520102',
    carrier: 'ups',
  },
})

/** How the partner of `TradingHub` answers a purchase order: accepts, ships and bills all of it. */
export const answer = (order: PurchaseOrder) => answerOrder(order, behaviour, { date: '2026-05-04' })
