import { Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { weekdays } from './read-schedule.ts'

/** The fields of a schedule: every so many minutes, or at times of the day on some days. `readSchedule` reads them. */
export function ScheduleFields({ values, errors }: { values: FormValues; errors: FormValues }) {
  const field = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <>
      <div class="fields">
        <Select
          {...field('when')}
          label="When"
          options={[
            { value: 'every', word: 'Every so many minutes' },
            { value: 'at', word: 'At times of the day' },
          ]}
        />
        <Input {...field('minutes')} label="Every so many minutes" inputmode="numeric" />
        <Input {...field('times')} label="Or at these times" hint="Such as 06:30, 18:00." />
        <Input {...field('zone')} label="Time zone of these times" hint="Such as America/Chicago." />
      </div>
      <fieldset>
        <legend>On these days</legend>
        <div class="row">
          {weekdays.map(({ day, word }) => (
            <label class="choice">
              <input type="checkbox" name={`day${day}`} checked={values[`day${day}`] === 'on'} />
              <span>{word}</span>
            </label>
          ))}
        </div>
        {errors.day1 ? <span class="field-error">{errors.day1}</span> : null}
      </fieldset>
    </>
  )
}
