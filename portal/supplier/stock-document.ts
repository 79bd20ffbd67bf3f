import Big from 'big.js'
import { type InventoryAdvice, positiveDecimal } from '../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { idIn } from '../ui/request.ts'
import type { StockRow } from './stock-query.ts'

/** What the portal itself says of a stock update: its number and the supplier's day. */
export interface StockGiven {
  number: string
  date: string
}

/** How a row of the stock page is named in its form: the offer, and the place where it lies. */
export function levelKey(row: { offerId: string; location: string | null }): string {
  return row.location ? `${row.offerId}:${Buffer.from(row.location).toString('base64url')}` : row.offerId
}

/** The offers that a form of stock levels names. */
export function offersIn(values: FormValues): string[] {
  const ids = [...groupFields(values, 'levels').keys()].map(key => idIn(key.split(':')[0]))
  return [...new Set(ids.filter(id => id !== undefined))]
}

/**
 * The quantities that a person changed: `levels[KEY][quantity]` where it differs from `levels[KEY][was]`. Only those are told, so that what a
 * feed said meanwhile of other items stands.
 */
export function levelsFrom(
  values: FormValues,
  rows: StockRow[],
  given: StockGiven,
): { document?: InventoryAdvice; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const groups = groupFields(values, 'levels')
  const lines = rows.flatMap(row => {
    const fields = groups.get(levelKey(row))
    const quantity = fields?.quantity?.trim() ?? ''
    if (!fields || quantity === '' || quantity === fields.was) return []
    if (!positiveDecimal.safeParse(quantity).success) {
      errors[`levels[${levelKey(row)}][quantity]`] = 'Enter a number such as 12.'
      return []
    }
    const location = row.location ? { location: row.location } : {}
    return [{ ids: { supplier: row.supplierSku }, quantity: new Big(quantity).toFixed(), unit: row.unit, ...location }]
  })
  if (lines.length === 0) return { errors }
  return { document: { kind: 'inventory-advice', scope: 'delta', ...given, lines }, errors }
}
