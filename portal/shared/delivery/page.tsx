import { deliverableKinds } from '../../../partners/channels/delivery.ts'
import { Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { weekdays } from '../schedule/read-schedule.ts'
import { texts as t } from './texts.ts'

export interface DeliveryPageProps {
  side: 'retailer' | 'supplier'
  action: string
  back: { href: string; word: string }
  values: FormValues
  errors: FormValues
  /** Why nothing can be chosen here, where that is so. */
  closed: string | undefined
}

/** How documents reach a supplier: the same page for the supplier and for the retailer, who also says whether the supplier may choose. */
export function DeliveryPage({ side, action, back, values, errors, closed }: DeliveryPageProps) {
  const about = side === 'supplier' ? t.aboutSupplier : t.aboutRetailer
  return (
    <>
      <PageHeader title={t.title} about={about} back={back} />
      {closed ? <Notice tone="info" title={closed} /> : null}
      <form class="form" method="post" action={action} data-form="delivery">
        <fieldset class="plain stack" disabled={closed !== undefined}>
          <legend class="visually-hidden">{t.title}</legend>
          <div class="fields">
            {deliverableKinds.map(kind => (
              <Select
                name={`way-${kind}`}
                label={t.kinds[kind]}
                value={values[`way-${kind}`] ?? 'channel'}
                options={[
                  { value: 'channel', word: t.ways.channel },
                  { value: 'portal', word: t.ways.portal },
                ]}
              />
            ))}
          </div>
          <When values={values} errors={errors} />
          {side === 'retailer' ? (
            <label class="row">
              <input type="checkbox" name="supplierMayChoose" checked={values.supplierMayChoose === 'on'} />
              {t.supplierMayChoose}
            </label>
          ) : null}
          {closed ? null : (
            <div class="form-actions">
              <button type="submit" class="button button-primary">
                {t.save}
              </button>
            </div>
          )}
        </fieldset>
      </form>
    </>
  )
}

function When({ values, errors }: Pick<DeliveryPageProps, 'values' | 'errors'>) {
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <Section title={t.when}>
      <div class="stack-tight">
        <div class="fields">
          <Select
            {...input('when')}
            label={t.when}
            options={[
              { value: 'once', word: t.atOnce },
              { value: 'at', word: t.atTimes },
            ]}
          />
          <Input {...input('times')} label={t.times} hint={t.timesHint} />
          <Input {...input('zone')} label={t.zone} hint={t.zoneHint} />
        </div>
        <fieldset class="plain">
          <legend>{t.days}</legend>
          <div class="row">
            {weekdays.map(({ day, word }) => (
              <label class="row">
                <input type="checkbox" name={`day${day}`} checked={values[`day${day}`] === 'on'} />
                {word}
              </label>
            ))}
          </div>
          {errors.day1 ? <span class="field-error">{errors.day1}</span> : null}
        </fieldset>
      </div>
    </Section>
  )
}
