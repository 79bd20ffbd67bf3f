import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { decideException } from '../../engine/exceptions/decide.ts'
import { resolveException } from '../../engine/exceptions/raise.ts'
import { type OrderResolution, orderResolutions, orderResolutionsFor } from '../../engine/exceptions/resolutions.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { Input, TextArea } from '../ui/fields.tsx'
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

/** Takes the form above. Throws `invalid-input` naming the field, and `wrong-state` for what is decided elsewhere. */
export async function takeDecision(work: Work, exception: ExceptionRow, form: Record<string, string>): Promise<void> {
  const { retailerId, key } = exception
  if (exception.invoiceId) throw new ApplicationError('wrong-state', t.onInvoice)
  const note = form.note?.trim() ?? ''
  if (!note) throw new ApplicationError('invalid-input', t.noteMissing, { note: t.noteMissing })
  if (exception.resolvedAt) throw new ApplicationError('wrong-state', t.bulk.already)
  if (orderResolutionsFor(exception).length === 0) {
    // Somebody else may have closed it since it was read.
    if (!(await resolveException(work, retailerId, key, note)))
      throw new ApplicationError('wrong-state', t.bulk.already)
    return
  }
  const resolution = orderResolutions.find(one => one === form.resolution)
  if (!resolution) throw new ApplicationError('invalid-input', t.decisionMissing, { resolution: t.decisionMissing })
  const shipDate = resolution === 'extend' ? dayIn(form.shipDate) : undefined
  await decideException(work, {
    retailerId,
    exceptionId: exception.id,
    resolution: resolution satisfies OrderResolution,
    note,
    ...(shipDate ? { shipDate } : {}),
  })
}

function dayIn(text: string | undefined): string {
  const day = businessDate.safeParse(text)
  if (day.success) return day.data
  throw new ApplicationError('invalid-input', t.shipDateMissing, { shipDate: t.shipDateMissing })
}
