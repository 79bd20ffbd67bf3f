import type { ChangeAnswer, ChangeLineAnswer, Wish } from '../../../engine/purchase-orders/change.ts'
import { positiveDecimal } from '../../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'

/**
 * What an `AnswerForm` says: `outcome` is `accepted`, `refused` or `lines`, with `parts[NUMBER][cancel]`, the quantity granted, and `parts[NUMBER][terms]`. A part
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

function partsOf({ lineNumber, cancel, unitPrice, shipDate }: Wish, fields: FormValues): ChangeLineAnswer[] {
  const quantity = fields.cancel?.trim().replace(/^\./, '0.') ?? ''
  const isGranted = positiveDecimal.safeParse(quantity).success
  const taken: ChangeLineAnswer[] =
    cancel === undefined
      ? []
      : [{ lineNumber, part: 'cancel', ...(isGranted ? { outcome: 'accepted', quantity } : { outcome: 'refused' }) }]
  const hasTerms = unitPrice !== undefined || shipDate !== undefined
  const outcome = fields.terms === 'accepted' ? 'accepted' : 'refused'
  return [
    ...taken,
    ...(hasTerms ? [{ lineNumber, part: 'terms' as const, outcome: outcome as 'accepted' | 'refused' }] : []),
  ]
}
