import { type BillBackEnd, billBackEnds } from '../../engine/invoices/close-bill-back.ts'
import { Hidden, Input } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { texts } from './texts.ts'

const t = texts.billBack

interface BillBackFormProps {
  invoiceId: string
  claimId: string
  values: FormValues
  errors: Record<string, string>
}

/** How to end what is billed back without a credit memo. What was typed and what is wrong belong to one claim of those shown. */
export function BillBackForm({ invoiceId, claimId, values, errors }: BillBackFormProps) {
  const isThis = values.claimId === claimId
  return (
    <form class="form" method="post" action={`/accounting/invoices/${invoiceId}/bill-back`} data-form="close-bill-back">
      <Hidden name="claimId" value={claimId} />
      <Input
        name="claimReason"
        label={t.reason}
        value={isThis ? values.claimReason : undefined}
        error={isThis ? errors.claimReason : undefined}
      />
      <div class="row form-actions">
        {billBackEnds.map((end: BillBackEnd) => (
          <button type="submit" class="button button-small" name="end" value={end}>
            {t.ends[end]}
          </button>
        ))}
      </div>
    </form>
  )
}
