import { each, segment } from './binding.ts'
import { acknowledgmentTypes, purposes } from './codes.ts'
import { countLines, currency, numberLines, priceBeside } from './common.ts'
import { headingDay, lineAnswers, lineDay } from './line-answers.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { code, date, decimal, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'

/** X12 855 ⇄ purchase order acknowledgment. */
export const map855 = mapSet('855', 'purchase-order-acknowledgment', [
  segment('BAK', [
    code(1, 'purpose', purposes, 'original'),
    code(2, 'type', acknowledgmentTypes),
    text(3, 'purchaseOrderNumber'),
    date(4, 'purchaseOrderDate'),
    text(8, 'supplierOrderNumber'),
    date(9, 'date'),
  ]),
  currency('SE'),
  references('references'),
  ...parties({ supplier: 'SU|VN|SE' }),
  each(
    'PO1',
    'lines',
    [
      segment('PO1', [
        text(1, 'lineNumber'),
        decimal(2, 'quantity'),
        text(3, 'unit'),
        decimal(4, 'unitPrice'),
        productIds(6),
      ]),
      ...lineAnswers,
      lineDay,
      priceBeside,
    ],
    true,
  ),
  headingDay,
  numberLines('lines'),
  countLines('lines'),
])
