import type { Work } from '../../db/work.ts'
import { type OrderResolution, orderResolutions, orderResolutionsFor } from '../../engine/exceptions/resolutions.ts'
import { settleException } from '../../engine/exceptions/settle.ts'
import { Input, TextArea } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import type { LoadedException } from './exceptions-query.ts'
import { resolutionWords, texts } from './texts.ts'

const t = texts.exceptions

type ExceptionRow = LoadedException['exception']

/** What can be done about an open exception: the decisions that its kind allows, or a note of what was done. */
export function ExceptionDecision({ exception, mayResolve }: { exception: ExceptionRow; mayResolve: boolean }) {
  if (exception.invoiceId) {
    return (
      <a class="button button-primary" href={`/accounting/invoices/${exception.invoiceId}`}>
        {t.decideOnInvoice}
      </a>
    )
  }
  if (!mayResolve) return null
  const choices = orderResolutionsFor(exception)
  return (
    <form class="form card" method="post" action={`/retailer/exceptions/${exception.id}/resolution`}>
      <DecisionFields choices={choices} />
    </form>
  )
}

/** The decisions to choose from, if there are any, and why. */
export function DecisionFields({ choices }: { choices: readonly OrderResolution[] }) {
  return (
    <>
      {choices.length > 0 ? (
        <fieldset class="choices">
          <legend>{t.decision}</legend>
          {choices.map((choice, index) => (
            <label class="choice">
              <input type="radio" name="resolution" value={choice} required checked={index === 0} />
              <span>
                <strong>{resolutionWords[choice].word}</strong>
                <span class="soft small">{resolutionWords[choice].hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {choices.includes('extend') ? <Input name="shipDate" type="date" label={t.newShipDate} /> : null}
      <TextArea name="note" label={choices.length > 0 ? t.why : t.note} required />
      <button type="submit" class="button button-primary">
        {choices.length > 0 ? t.decide : t.resolve}
      </button>
    </>
  )
}

/** Takes the form above, as `settleException`. */
export async function takeDecision(work: Work, { retailerId, id }: ExceptionRow, form: FormValues): Promise<void> {
  const { note = '', shipDate } = form
  const resolution = orderResolutions.find(one => one === form.resolution)
  await settleException(work, { retailerId, exceptionId: id, note, resolution, shipDate })
}
