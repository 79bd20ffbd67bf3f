import { z } from 'zod'
import type { EndpointSettings } from '../../../engine/webhooks/endpoints.ts'
import {
  eventSubjects,
  retailerEventFilter,
  supplierEventFilter,
  supplierEventTypes,
} from '../../../engine/webhooks/event-types.ts'
import { Input, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { subjectWords, supplierEventWords, texts as t } from './texts.ts'

/** Who is told: what they may hear of differs. */
export type Side = 'retailer' | 'supplier'

/** What can be ticked, with its words. */
function choicesFor(side: Side): { type: string; word: string }[] {
  if (side === 'supplier') return supplierEventTypes.map(type => ({ type, word: supplierEventWords[type] }))
  const subjects = eventSubjects.map(subject => ({ type: `${subject}.*`, word: subjectWords[subject] }))
  return [{ type: '*', word: t.all }, ...subjects]
}

/** The types of events in words, as far as there are words for them. */
export function typesInWords(side: Side, types: string[]): string {
  const words = new Map(choicesFor(side).map(({ type, word }) => [type, word]))
  return types.map(type => words.get(type) ?? type).join(', ')
}

const nameOf = (type: string) => `types[${type}]`

/** What the form shows for a webhook as it is. */
export function valuesOf(side: Side, { url, description, eventTypes }: EndpointSettings): FormValues {
  const known = new Set(choicesFor(side).map(({ type }) => type))
  const ticked = eventTypes.filter(type => known.has(type)).map(type => [nameOf(type), 'on'])
  const others = eventTypes.filter(type => !known.has(type)).join('\n')
  return { url, description, others, ...Object.fromEntries(ticked) }
}

const address = z.url({ protocol: /^https?$/ }).max(2000)

/** Reads the form. Where something is wrong, `errors` names the fields. */
export function readForm(side: Side, values: FormValues): { settings: EndpointSettings; errors: FormValues } {
  const ticked = choicesFor(side)
    .map(({ type }) => type)
    .filter(type => values[nameOf(type)] !== undefined)
  const typed = side === 'retailer' ? (values.others ?? '').split(/[\s,]+/).filter(Boolean) : []
  const eventTypes = [...new Set([...ticked, ...typed])]
  const filter = side === 'retailer' ? retailerEventFilter : supplierEventFilter
  const bad = typed.find(type => !filter.safeParse(type).success)
  const [url, description] = [(values.url ?? '').trim(), (values.description ?? '').trim()]
  const errors: FormValues = {
    ...(address.safeParse(url).success ? {} : { url: t.wrongUrl }),
    ...(description.length > 200 ? { description: t.tooLong } : {}),
    ...(eventTypes.length === 0 || eventTypes.length > 50 ? { types: t.noneChosen } : {}),
    ...(bad === undefined ? {} : { others: t.badType(bad) }),
  }
  return { settings: { url, description, eventTypes }, errors }
}

/** The fields of a webhook, for making and for changing it. */
export function WebhookFields({ side, values, errors }: { side: Side; values: FormValues; errors: FormValues }) {
  return (
    <>
      <Input name="url" label={t.url} hint={t.urlHint} value={values.url} error={errors.url} required />
      <Input name="description" label={t.description} value={values.description} error={errors.description} />
      <fieldset class="stack-tight">
        <legend>{t.eventTypes}</legend>
        {choicesFor(side).map(({ type, word }) => (
          <label class="row nowrap">
            <input type="checkbox" name={nameOf(type)} checked={values[nameOf(type)] !== undefined} />
            {word}
          </label>
        ))}
        {errors.types ? <span class="field-error">{errors.types}</span> : null}
      </fieldset>
      {side === 'retailer' ? (
        <TextArea name="others" label={t.others} hint={t.othersHint} value={values.others} error={errors.others} />
      ) : null}
    </>
  )
}
