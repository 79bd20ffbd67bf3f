import fc from 'fast-check'
import { type PurchaseOrder, purchaseOrder, rejectionReasons } from '../../translators/documents/index.ts'
import { type ItemBehaviour, type TwinBehaviour, twinBehaviour, twinCarriers } from './behaviour.ts'

/** A decimal of zero or more with up to so many places, without trailing zeros in some cases: as partners write them. */
function amounts(max: number, places: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(max), fc.nat(10 ** places - 1), fc.boolean())
    .map(([whole, fraction, bare]) => (bare ? `${whole}` : `${whole}.${String(fraction).padStart(places, '0')}`))
}

const quantities = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 60 }).map(String) },
  { weight: 1, arbitrary: amounts(40, 2) },
)

const differences = fc
  .tuple(fc.boolean(), amounts(20, 2))
  .map(([lower, amount]) => (lower && Number(amount) > 0 ? `-${amount}` : amount))

const behaviours: fc.Arbitrary<ItemBehaviour> = fc.oneof(
  fc.record(
    { does: fc.constant('backorder' as const), quantity: quantities, days: fc.integer({ min: 1, max: 40 }) },
    { requiredKeys: ['does', 'days'] },
  ),
  fc.record(
    { does: fc.constant('reject' as const), quantity: quantities, reason: fc.constantFrom(...rejectionReasons) },
    { requiredKeys: ['does', 'reason'] },
  ),
  fc.record({ does: fc.constant('change-price' as const), difference: differences }),
  fc.record({ does: fc.constant('bill-wrong-price' as const), difference: differences }),
  fc.record({ does: fc.constant('ship-in-parcels' as const), parcels: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ does: fc.constant('ship-in-parts' as const), parts: fc.integer({ min: 2, max: 4 }) }),
  fc.record({ does: fc.constant('bill-too-much' as const), quantity: quantities }),
  fc.record({ does: fc.constant('send-invoice-again' as const), times: fc.integer({ min: 2, max: 3 }) }),
)

/** Items that both the orders and the behaviours below speak of, so that behaviours take effect. */
const skus = ['A-1', 'A-2', 'A-3', 'A-4', '000500']

/** Any way in which a supplier may act. */
export const twinBehaviours: fc.Arbitrary<TwinBehaviour> = fc
  .record({
    carrier: fc.constantFrom(...twinCarriers),
    companyPrefix: fc.constantFrom('9520001', '95200022', '952000333', '9520004444'),
    items: fc.dictionary(fc.constantFrom(...skus), fc.array(behaviours, { maxLength: 4 })),
    fee: fc.option(amounts(9, 2)),
  })
  .map(({ carrier, companyPrefix, items, fee }) =>
    twinBehaviour.parse({
      supplier: { code: 'TWN', name: 'Twin Supply', shipFrom: { city: 'Reno', state: 'NV' }, companyPrefix, carrier },
      items,
      charges: fee === null ? [] : [{ kind: 'charge', reason: 'freight', amount: fee }],
    }),
  )

/** Any order with distinct line numbers. */
export const purchaseOrders: fc.Arbitrary<PurchaseOrder> = fc
  .record({
    number: fc.oneof(
      fc.nat(999_999).map(serial => `PO${serial}`),
      fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,48}[A-Z0-9]$/),
    ),
    purpose: fc.constantFrom('original', 'original', 'original', 'duplicate', 'cancellation'),
    scac: fc.constantFrom('UPSN', 'USPS', 'ODFL', undefined),
    lines: fc.array(fc.record({ sku: fc.constantFrom(...skus), quantity: quantities, price: amounts(300, 6) }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ number, purpose, scac, lines }) =>
    purchaseOrder.parse({
      kind: 'purchase-order',
      purpose,
      number,
      date: '2026-03-02',
      currency: 'USD',
      shipTo: { name: 'Ada Quill', address1: '12 Larch Street', city: 'Bend', state: 'OR', postalCode: '97701' },
      carrier: scac && { scac },
      terms: { netDays: 30 },
      lines: lines.map((line, index) => ({
        lineNumber: String(index + 1),
        ids: { supplier: line.sku, buyer: `HP-${line.sku}` },
        quantity: line.quantity,
        unit: 'EA',
        unitPrice: line.price,
      })),
    }),
  )
