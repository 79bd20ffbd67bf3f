import type { ChangeAnswer, ChangeLineAnswer, Wish } from '../../../engine/purchase-orders/change.ts'
import { positiveDecimal } from '../../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'

/**
 * What an `AnswerForm` says: `outcome` is `accepted`, `refused` or `lines`, with `parts[NUMBER][cancel|add]`, the quantity granted, and `parts[NUMBER][terms]`. A part
 * of which nothing is said is refused.
 */
export function changeAnswerFrom(values: FormValues, wishes: readonly Wish[]): ChangeAnswer {
  const note = values.note?.trim().slice(0, 264)
  const said = note ? { note } : {}
  if (values.outcome !== 'lines') return { outcome: values.outcome === 'accepted' ? 'accepted' : 'refused', ...said }
  const groups = groupFields(values, 'parts')
  const lines = wishes.flatMap(wish => partsOf(wish, groups.get(wish.lineNumber) ?? {}))
  const outcome = lines.some(line => line.outcome === 'accepted') ? 'accepted' : 'refused'
  return { outcome, lines, ...said }
}

function partsOf(wish: Wish, fields: FormValues): ChangeLineAnswer[] {
  const { lineNumber, unitPrice, shipDate, item } = wish
  const quantities = (['cancel', 'add'] as const).flatMap((part): ChangeLineAnswer[] => {
    if (wish[part] === undefined) return []
    const quantity = fields[part]?.trim().replace(/^\./, '0.') ?? ''
    const isGranted = positiveDecimal.safeParse(quantity).success
    return [{ lineNumber, part, ...(isGranted ? { outcome: 'accepted', quantity } : { outcome: 'refused' }) }]
  })
  const hasTerms = !item && (unitPrice !== undefined || shipDate !== undefined)
  const outcome = fields.terms === 'accepted' ? 'accepted' : 'refused'
  return [
    ...quantities,
    ...(hasTerms ? [{ lineNumber, part: 'terms' as const, outcome: outcome as 'accepted' | 'refused' }] : []),
  ]
}
