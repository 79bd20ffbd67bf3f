import { Input } from '../ui/fields.tsx'
import { Money } from '../ui/money.tsx'
import { Section } from '../ui/parts.tsx'
import type { LoadedInvoice } from './invoice-query.ts'
import { texts } from './texts.ts'

const t = texts.invoices.claims

type ClaimsProps = LoadedInvoice & { base: string; mayAnswer: boolean; errors: Record<string, string> }

/** What the retailer holds against an invoice, and the supplier's answer to what waits for one. */
export function ClaimsPart({ base, invoice, claims, mayAnswer, errors }: ClaimsProps) {
  if (claims.length === 0) return null
  const open = claims.find(claim => claim.status === 'open' && claim.kind !== 'bill-back')
  return (
    <Section title={t.title}>
      {claims.map(claim => (
        <div data-claim={claim.number}>
          <strong>{t.kinds[claim.kind]}</strong> <Money amount={claim.amount} currency={claim.currency} />
          <div class="small soft">
            {claim.number} · {claim.reason}
          </div>
          {claim.answer ? <div class="small">“{claim.answer}”</div> : null}
        </div>
      ))}
      {open && mayAnswer ? (
        <form class="form" method="post" action={`${base}/invoices/${invoice.id}/answer`} data-form="answer-claim">
          <Input
            name="answer"
            label={t.say}
            error={errors.answer}
            hint={open.kind === 'credit-request' ? t.creditHint : undefined}
            required
          />
          <div class="row form-actions">
            <button type="submit" class="button button-primary" name="agrees" value="yes">
              {t.agree}
            </button>
            <button type="submit" class="button" name="agrees" value="no">
              {t.insist}
            </button>
          </div>
        </form>
      ) : null}
    </Section>
  )
}
