import type { Child } from 'hono/jsx'
import { Icon } from './icons.tsx'

interface FieldProps {
  name: string
  label: string
  value?: string | undefined
  error?: string | undefined
  hint?: string | undefined
  required?: boolean
  /** The label is for screen readers only: inside tables the column names the field. */
  bare?: boolean
}

interface InputProps extends FieldProps {
  type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'file' | 'search'
  autocomplete?: string
  inputmode?: 'decimal' | 'numeric' | 'text'
  class?: string
  list?: string
  accept?: string
  autofocus?: boolean
}

const idOf = (name: string) => `field-${name.replace(/[^A-Za-z0-9]+/g, '-')}`

const describedBy = ({ name, error, hint }: FieldProps) =>
  [error && `${idOf(name)}-error`, hint && `${idOf(name)}-hint`].filter(Boolean).join(' ') || undefined

function Around({ children, ...props }: FieldProps & { children?: Child }) {
  const { name, label, error, hint, bare } = props
  return (
    <div class="field">
      <label for={idOf(name)} class={bare ? 'visually-hidden' : ''}>
        {label}
      </label>
      {children}
      <FieldError name={name} error={error} />
      {hint ? (
        <span class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  )
}

/** What is wrong with a field, in words, beside it. */
function FieldError({ name, error }: { name: string; error: string | undefined }) {
  if (!error) return null
  return (
    <span class="field-error" id={`${idOf(name)}-error`}>
      <Icon name="alert" />
      {error}
    </span>
  )
}

/** One line of text, a number, a date or a file, with its label and what is wrong with it. */
export function Input(props: InputProps) {
  return (
    <Around {...props}>
      <input
        id={idOf(props.name)}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value}
        required={props.required}
        class={props.class}
        inputmode={props.inputmode}
        autocomplete={props.autocomplete ?? 'off'}
        list={props.list}
        accept={props.accept}
        autofocus={props.autofocus}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
      />
    </Around>
  )
}

/** One of a closed list. */
export function Select(props: FieldProps & { options: { value: string; word: string }[]; class?: string }) {
  return (
    <Around {...props}>
      <select
        id={idOf(props.name)}
        name={props.name}
        required={props.required}
        class={props.class}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
      >
        {props.options.map(option => (
          <option value={option.value} selected={option.value === (props.value ?? '')}>
            {option.word}
          </option>
        ))}
      </select>
    </Around>
  )
}

/** Several lines of text. */
export function TextArea(props: FieldProps & { rows?: number }) {
  return (
    <Around {...props}>
      <textarea
        id={idOf(props.name)}
        name={props.name}
        rows={props.rows ?? 3}
        required={props.required}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
      >
        {props.value}
      </textarea>
    </Around>
  )
}

/** A field that people do not see. */
export function Hidden({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={value} />
}
