import fc from 'fast-check'
import { answerStatuses, type LineAnswer } from '../../../translators/documents/index.ts'
import { type OrderResolution, orderResolutions } from '../../exceptions/resolutions.ts'

/** Everything that can happen to an order, valid or not. */
export type Step =
  | { does: 'answer'; answers: [LineAnswer['status'], number][]; price: string | undefined; late: boolean }
  | { does: 'accept' | 'reject' | 'send' | 'withdraw' }
  | { does: 'ask'; by: 'retailer' | 'supplier'; cancel: number; add: number; price: string | undefined }
  | { does: 'answer-change'; by: 'retailer' | 'supplier'; agreed: boolean }
  | { does: 'cancel' }
  | { does: 'ship'; quantity: number; again: boolean }
  /** The notice of the shipment so many before the last is cancelled, or replaced by one of this quantity. */
  | { does: 'take-back'; which: number; quantity: number | undefined }
  | { does: 'bill' | 'credit'; quantity: number; price: string }
  | { does: 'decide'; resolution: OrderResolution }

const price = fc.constantFrom(undefined, '12.5', '12.6', '15')
const side = fc.constantFrom('retailer' as const, 'supplier' as const)
const quantity = fc.integer({ min: 1, max: 12 })
const answers = fc.array(fc.tuple(fc.constantFrom(...answerStatuses), fc.nat({ max: 12 })), {
  minLength: 1,
  maxLength: 3,
})
/** Any one of them, the common ones more often. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('answer' as const), answers, price, late: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('accept' as const, 'reject' as const, 'send' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('withdraw' as const, 'cancel' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      by: side,
      cancel: fc.nat({ max: 11 }),
      add: fc.constantFrom(0, 0, 1, 5),
      price,
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('answer-change' as const), by: side, agreed: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('ship' as const), quantity, again: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('take-back' as const),
      which: fc.nat({ max: 2 }),
      quantity: fc.option(quantity, { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('bill' as const, 'bill' as const, 'credit' as const),
      quantity,
      price: fc.constantFrom('12.5', '12.5', '12.6', '15'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('decide' as const), resolution: fc.constantFrom(...orderResolutions) }),
  },
)
