import Big from 'big.js'
import type { Wish } from '../../../engine/purchase-orders/change.ts'
import { shippableOf } from '../../../engine/purchase-orders/line.ts'
import { businessDate, decimal, positiveDecimal } from '../../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'
import { texts } from './texts.ts'
import type { NamedLine } from './words.ts'

/**
 * What a `WishForm` asks for: `wishes[NUMBER][cancel|add|unitPrice|shipDate]`, `added[1][sku|add|unitPrice|retailPrice]` and `reason`; or what is wrong with it, by field. Fields left empty, and prices as they
 * are, ask for nothing.
 * @param today the day of whoever asks, `YYYY-MM-DD`
 */
export function wishesFrom(
  values: FormValues,
  lines: readonly NamedLine[],
  today: string,
): { wishes: Wish[]; reason: string } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const groups = groupFields(values, 'wishes')
  const changed = lines.flatMap(line => {
    const fields = groups.get(line.lineNumber) ?? {}
    const fail = (name: string, message: string) => {
      errors[`wishes[${line.lineNumber}][${name}]`] = message
    }
    const wish = wishOf(line, fields, today, fail)
    return Object.keys(wish).length > 1 ? [wish] : []
  })
  const wishes = [...changed, ...addedFrom(values, lines, errors)]
  const reason = values.reason?.trim().slice(0, 264) ?? ''
  if (reason === '') errors.reason = texts.noReason
  if (wishes.length === 0 && Object.keys(errors).every(key => key === 'reason')) errors.wishes = texts.nothing
  return Object.keys(errors).length > 0 ? { errors } : { wishes, reason }
}

function wishOf(
  line: NamedLine,
  fields: FormValues,
  today: string,
  fail: (name: string, message: string) => void,
): Wish {
  const text = (name: string) => fields[name]?.trim().replace(/^\./, '0.') ?? ''
  const [cancel, add, unitPrice, shipDate] = [text('cancel'), text('add'), text('unitPrice'), text('shipDate')]
  const left = shippableOf(line)
  if (cancel !== '' && !positiveDecimal.safeParse(cancel).success) fail('cancel', texts.notNumber)
  else if (cancel !== '' && left.lt(cancel)) fail('cancel', texts.tooMuch(left.toFixed(), line.unit))
  if (add !== '' && !positiveDecimal.safeParse(add).success) fail('add', texts.notNumber)
  else if (add !== '' && cancel !== '') fail('add', texts.either)
  if (unitPrice !== '' && (!decimal.safeParse(unitPrice).success || new Big(unitPrice).lt(0))) {
    fail('unitPrice', texts.notNumber)
    return { lineNumber: line.lineNumber }
  }
  if (shipDate !== '' && !businessDate.safeParse(shipDate).success) fail('shipDate', texts.notDate)
  else if (shipDate !== '' && shipDate < today) fail('shipDate', texts.over)
  return {
    lineNumber: line.lineNumber,
    ...(cancel !== '' && { cancel }),
    ...(add !== '' && { add }),
    ...(unitPrice !== '' && !new Big(unitPrice).eq(line.unitCost) && { unitPrice }),
    ...(shipDate !== '' && { shipDate }),
  }
}

/** A line for an item that the order does not have yet. */
function addedFrom(values: FormValues, lines: readonly NamedLine[], errors: Record<string, string>): Wish[] {
  const fields = groupFields(values, 'added').get('1') ?? {}
  const text = (name: string) => fields[name]?.trim().replace(/^\./, '0.') ?? ''
  const [sku, add, unitPrice, retailPrice] = [text('sku'), text('add'), text('unitPrice'), text('retailPrice')]
  if ([sku, add, unitPrice, retailPrice].every(value => value === '')) return []
  const isPrice = (value: string) => value === '' || (decimal.safeParse(value).success && new Big(value).gte(0))
  if (sku === '') errors['added[1][sku]'] = texts.noSku
  if (!positiveDecimal.safeParse(add).success) errors['added[1][add]'] = texts.notNumber
  if (!isPrice(unitPrice)) errors['added[1][unitPrice]'] = texts.notNumber
  if (!isPrice(retailPrice)) errors['added[1][retailPrice]'] = texts.notNumber
  const lineNumber = String(Math.max(...lines.map(line => Number(line.lineNumber) || 0)) + 1)
  return [{ lineNumber, sku, add, ...(unitPrice !== '' && { unitPrice }), ...(retailPrice !== '' && { retailPrice }) }]
}
