import { type InvoiceResolution, resolutionsFor } from '../../engine/invoices/resolutions.ts'
import { Input } from '../ui/fields.tsx'
import { Money } from '../ui/money.tsx'
import { Notice, Section } from '../ui/parts.tsx'
import type { InvoicePageProps } from './invoice-page.tsx'
import { resolutionWords, texts } from './texts.ts'

const t = texts.invoice

/** What is safe stands out, and what is final looks it. */
const resolutionLook: Partial<Record<InvoiceResolution, string>> = {
  'short-pay': 'button button-primary',
  void: 'button button-bad',
}

/** What can be decided about an invoice by whoever looks at it: with a reason, and line by line where some are to be paid in full. */
export function Decide(props: InvoicePageProps) {
  const { invoice, values, errors, role } = props
  const possible = resolutionsFor(invoice, role)
  if (possible.length === 0) return null
  return (
    <Section title={t.decide}>
      <form class="form" method="post" action={`/accounting/invoices/${invoice.id}/resolution`} data-form="resolve">
        {invoice.firstApproval ? <FirstSignature {...props} /> : null}
        {possible.includes('by-line') ? <ByLine {...props} /> : null}
        <Input name="reason" label={t.reason} value={values.reason} error={errors.reason} />
        <div class="stack-tight form-actions">
          {possible.map(resolution => (
            <button
              type="submit"
              class={resolutionLook[resolution] ?? 'button'}
              data-confirm={resolution === 'void' ? t.confirmVoid : undefined}
              name="resolution"
              value={resolution}
              title={resolutionWords[resolution].hint}
            >
              {resolutionWords[resolution].word}
            </button>
          ))}
        </div>
      </form>
    </Section>
  )
}

function FirstSignature({ invoice }: InvoicePageProps) {
  const { by, payable, resolution } = invoice.firstApproval!
  return (
    <Notice tone="warn" title={t.waitsForSecond}>
      {by.replace(/^user:/, '')}: {resolutionWords[resolution].word},{' '}
      <Money amount={payable} currency={invoice.currency} />
    </Notice>
  )
}

function ByLine({ lines, charges, invoice }: InvoicePageProps) {
  const parts = [
    ...lines.map(({ line }) => ({ ...line, name: line.sku ?? `Line ${line.position}` })),
    ...charges.map(charge => ({ ...charge, name: charge.description ?? charge.reason })),
  ].filter(part => part.amount !== part.payable)
  if (parts.length === 0) return null
  return (
    <fieldset class="stack-tight">
      <legend class="small">{t.inFull}</legend>
      {parts.map(part => (
        <label class="row">
          <input type="checkbox" name={`full[${part.id}]`} />
          {part.name}: <Money amount={part.amount} currency={invoice.currency} />
        </label>
      ))}
      <span class="hint">{t.byLineHint}</span>
    </fieldset>
  )
}
