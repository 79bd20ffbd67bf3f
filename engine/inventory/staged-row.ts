import { type FeedLine, isDamagedNumber } from '../../translators/csv/index.ts'
import { businessDate, decimal, positiveDecimal } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import type { StagedRow } from './stage-feed.ts'

/** Most quantities: told without the schema, which takes its time a million times over. */
const plain = /^\d{1,15}$/

const text = (value: unknown) => value as string | undefined

/**
 * A row of a file as it goes into staging, with the reason where it cannot count.
 * @param spoilt what was known to be wrong with it before it was read
 */
export function stagedRow({ row, fields, fault }: FeedLine, spoilt: Issue | undefined): StagedRow {
  const quantity = text(fields.quantity)
  const staged: StagedRow = {
    position: row,
    ids: {
      supplier: text(fields['ids.supplier']),
      manufacturer: text(fields['ids.manufacturer']),
      buyer: text(fields['ids.buyer']),
      upc: text(fields['ids.upc']),
      ean: text(fields['ids.ean']),
      gtin: text(fields['ids.gtin']),
    } as StagedRow['ids'],
    location: text(fields.location),
    quantity,
    unit: text(fields.unit),
    unitCost: text(fields.unitCost),
    currency: text(fields.currency),
    discontinued: fields.discontinued as boolean | undefined,
    nextAvailable: text(fields['nextAvailable.date']),
  }
  const first = spoilt ?? fault
  if (first) return { ...told(staged), fault: { reason: first.code, detail: first.message } }
  const { supplier, buyer, upc, ean, gtin } = staged.ids
  const damaged = [supplier, buyer, upc, ean, gtin].find(id => id !== undefined && isDamagedNumber(id))
  if (damaged !== undefined)
    return { ...told(staged), fault: { reason: 'number-damaged', detail: spoiltId(row, damaged) } }
  if (!quantity || !(plain.test(quantity) || positiveDecimal.safeParse(quantity).success))
    return wrong({ ...staged, quantity: undefined }, quantity, 'quantity of zero or more')
  if (staged.unitCost && !decimal.safeParse(staged.unitCost).success)
    return wrong({ ...staged, unitCost: undefined }, staged.unitCost, 'cost')
  if (staged.nextAvailable && !businessDate.safeParse(staged.nextAvailable).success)
    return wrong({ ...staged, nextAvailable: undefined }, staged.nextAvailable, 'day')
  return staged
}

/** What a row that cannot count says all the same, as far as it can be kept: a person mends the rest. */
function told({ position, ids, location, quantity, unit }: StagedRow): StagedRow {
  const plainly = quantity !== undefined && positiveDecimal.safeParse(quantity).success
  return { position, ids, location, unit, quantity: plainly ? quantity : undefined }
}

function spoiltId(row: number, id: string): string {
  return `Row ${row}: a spreadsheet has cut digits off a long number (${id.slice(0, 40)}). Make the column text and enter it again. The row is left out.`
}

function wrong(staged: StagedRow, value: string | undefined, wanted: string): StagedRow {
  const detail = `Row ${staged.position}: “${(value ?? '').slice(0, 80)}” is no ${wanted}. The row is left out.`
  return { ...staged, fault: { reason: 'wrong-value', detail } }
}
