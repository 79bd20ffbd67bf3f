import { Input, Select } from '../../ui/fields.tsx'
import type { FieldProps } from './console.ts'

/** The choices of a question that is answered by yes or no. */
export const yesOrNo = [
  { value: 'yes', word: 'Yes' },
  { value: 'no', word: 'No' },
]

/** A field of one line for each name, with its label. */
export function Inputs({
  labels,
  inputmode = 'text',
  values,
  errors,
}: FieldProps & { labels: Readonly<Record<string, string>>; inputmode?: 'text' | 'decimal' | 'numeric' }) {
  return (
    <>
      {Object.entries(labels).map(([name, label]) => (
        <Input name={name} label={label} value={values[name]} error={errors[name]} inputmode={inputmode} />
      ))}
    </>
  )
}

/** What a rule does: one of the kinds of effect, the first of which a new rule has. */
export function EffectSelect({ words, values, errors }: FieldProps & { words: Readonly<Record<string, string>> }) {
  const options = Object.entries(words).map(([value, word]) => ({ value, word }))
  return (
    <Select
      name="action"
      label="Do"
      value={values.action ?? options[0]?.value}
      error={errors.action}
      options={options}
    />
  )
}
