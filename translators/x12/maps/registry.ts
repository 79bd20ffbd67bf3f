import type { DocumentKind } from '../../documents/index.ts'
import { map810 } from './810-invoice.ts'
import { map820 } from './820-remittance-advice.ts'
import { map824 } from './824-application-advice.ts'
import { map832 } from './832-product-catalog.ts'
import { map846 } from './846-inventory-advice.ts'
import { map850 } from './850-purchase-order.ts'
import { map855 } from './855-purchase-order-acknowledgment.ts'
import { map856 } from './856-ship-notice.ts'
import { map860 } from './860-purchase-order-change.ts'
import { map864 } from './864-text-message.ts'
import { map865 } from './865-purchase-order-change-acknowledgment.ts'
import { map997, map999 } from './997-functional-acknowledgment.ts'
import type { SetMap } from './map.ts'

/** Every transaction set that becomes a document, by ST01. A new map is a file beside this one and a line here. */
export const setMaps: Readonly<Record<string, SetMap>> = {
  '810': map810,
  '820': map820,
  '824': map824,
  '832': map832,
  '846': map846,
  '850': map850,
  '855': map855,
  '856': map856,
  '860': map860,
  '864': map864,
  '865': map865,
  '997': map997,
  '999': map999,
}

const usual = new Map(
  Object.values(setMaps)
    .reverse()
    .map(map => [map.kind, map]),
)

/** The map that writes a kind of document: that of the set asked for where it carries the kind (999), else the usual one (997). */
export function mapOfKind(kind: DocumentKind, set?: string): SetMap {
  const asked = set && Object.hasOwn(setMaps, set) ? setMaps[set] : undefined
  const found = asked?.kind === kind ? asked : usual.get(kind)
  if (!found) throw new Error(`no X12 map for ${kind}`)
  return found
}
