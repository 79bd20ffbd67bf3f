import { each, segment } from './binding.ts'
import { carrier } from './carriers.ts'
import { orderTypes, purposes } from './codes.ts'
import { countLines, currency, numberLines, price, priceBeside } from './common.ts'
import { mapSet } from './map.ts'
import { allowancesAndCharges, terms } from './money.ts'
import { parties } from './parties.ts'
import { code, date, decimal, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'
import { description, notes } from './texts.ts'

/** X12 850 ⇄ purchase order. */
export const map850 = mapSet('850', 'purchase-order', [
  segment('BEG', [
    code(1, 'purpose', purposes, 'original'),
    code(2, 'type', orderTypes, 'stand-alone'),
    text(3, 'number'),
    date(5, 'date'),
  ]),
  currency('BY', 'required'),
  segment('REF[CO]', [text(2, 'customerOrderNumber')]),
  references('references', ['CO']),
  allowancesAndCharges('allowancesAndCharges'),
  terms('terms'),
  segment('DTM[037|010]', [date(2, 'shipNotBefore')]),
  segment('DTM[038]', [date(2, 'shipNotAfter')]),
  segment('DTM[001|175|061]', [date(2, 'cancelAfter')]),
  carrier('carrier'),
  notes('notes'),
  ...parties({ buyer: 'BY|OB', supplier: 'SU|VN|SE', shipTo: 'ST', billTo: 'BT' }),
  each('PO1', 'lines', [
    segment('PO1', [
      text(1, 'lineNumber'),
      decimal(2, 'quantity'),
      text(3, 'unit'),
      decimal(4, 'unitPrice'),
      productIds(6),
    ]),
    priceBeside,
    price('retailPrice', 'RTL|MSR|RES'),
    description('description'),
    segment('DTM[010|068|038]', [date(2, 'requestedShipDate')]),
    notes('notes'),
  ]),
  numberLines('lines'),
  countLines('lines'),
])
