import { guide810 } from './810-invoice.ts'
import { guide820 } from './820-remittance-advice.ts'
import { guide824 } from './824-application-advice.ts'
import { guide832 } from './832-price-catalog.ts'
import { guide846 } from './846-inventory-advice.ts'
import { guide850 } from './850-purchase-order.ts'
import { guide855 } from './855-purchase-order-acknowledgment.ts'
import { guide856 } from './856-ship-notice.ts'
import { guide860 } from './860-purchase-order-change.ts'
import { guide864 } from './864-text-message.ts'
import { guide865 } from './865-purchase-order-change-acknowledgment.ts'
import { guide997 } from './997-functional-acknowledgment.ts'
import { guide999 } from './999-implementation-acknowledgment.ts'
import type { SetGuide } from './model.ts'

/** Every transaction set that can be read and checked, by ST01. A new set is a file beside this one and a line here. */
export const setGuides: Readonly<Record<string, SetGuide>> = {
  '810': guide810,
  '820': guide820,
  '824': guide824,
  '832': guide832,
  '846': guide846,
  '850': guide850,
  '855': guide855,
  '856': guide856,
  '860': guide860,
  '864': guide864,
  '865': guide865,
  '997': guide997,
  '999': guide999,
}
