import type { Child } from 'hono/jsx'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Section } from '../../ui/parts.tsx'
import { type FieldGroup, type FieldSpec, secretOf } from './forms/field.ts'

interface GroupsProps {
  groups: readonly FieldGroup[]
  /** Before each name in the form. */
  prefix: string
  values: FormValues
  errors: Record<string, string>
  /** Names of secrets that are stored. */
  stored?: readonly string[]
}

/** Groups of fields, each under its heading; those that few need are folded away unless something in them is wrong. */
export function FieldGroups(props: GroupsProps) {
  return (
    <>
      {props.groups.map(group => (
        <Group {...props} group={group} />
      ))}
    </>
  )
}

function Group({ group, ...props }: GroupsProps & { group: FieldGroup }) {
  const wrong = group.fields.some(({ name }) => props.errors[props.prefix + name])
  const fields = (
    <>
      {group.about ? <p class="soft small">{group.about}</p> : null}
      {group.fields.filter(leads(group)).map(field => (
        <Field {...props} field={field} />
      ))}
      <Fields {...props} fields={group.fields.filter(({ kind, wide }) => kind !== 'check' && !wide)} />
      {group.fields.map(field => (field.wide && field.kind !== 'check' ? <Field {...props} field={field} /> : null))}
      {group.fields.map(field =>
        field.kind === 'check' && !leads(group)(field) ? <Field {...props} field={field} /> : null,
      )}
      <StoredSecrets {...props} fields={group.fields} />
    </>
  )
  if (!group.folded) return <Section title={group.title}>{<div class="stack-tight">{fields}</div>}</Section>
  return (
    <details class="more" open={wrong}>
      <summary>{group.title}</summary>
      <div class="stack-tight">{fields}</div>
    </details>
  )
}

/** A check that switches other fields of its group on stands before them. */
const leads =
  ({ fields }: FieldGroup) =>
  ({ name, kind }: FieldSpec) =>
    kind === 'check' && fields.some(other => other.name.startsWith(`${name}.`))

function Fields({ fields, ...props }: Omit<GroupsProps, 'groups'> & { fields: FieldSpec[] }): Child {
  if (fields.length === 0) return null
  return (
    <div class="fields">
      {fields.map(field => (
        <Field {...props} field={field} />
      ))}
    </div>
  )
}

function Field({ field, prefix, values, errors, stored }: Omit<GroupsProps, 'groups'> & { field: FieldSpec }) {
  const name = prefix + field.name
  const kept = field.secret && stored?.includes(secretOf(field.name))
  const hint = kept ? 'Stored. Leave it empty to keep it.' : field.hint
  const common = { name, label: field.label, error: errors[name], hint, value: field.secret ? '' : values[name] }
  switch (field.kind) {
    case 'choice':
      return (
        <Select {...common} options={Object.entries(field.options ?? {}).map(([value, word]) => ({ value, word }))} />
      )
    case 'check':
      return (
        <label class="choice">
          <input type="checkbox" name={name} checked={values[name] === 'on'} />
          <span>{field.label}</span>
        </label>
      )
    case 'lines':
    case 'area':
      return <TextArea {...common} rows={field.secret ? 4 : 3} />
    case 'number':
      return <Input {...common} inputmode="numeric" />
    case 'text':
      return <Input {...common} {...(field.secret && { type: 'password' as const, autocomplete: 'new-password' })} />
  }
}

/** Something stored can be taken away, which leaving its field empty does not do. */
function StoredSecrets({ fields, prefix, stored = [] }: Omit<GroupsProps, 'groups'> & { fields: FieldSpec[] }) {
  const secrets = new Map(fields.filter(({ secret }) => secret).map(({ name, label }) => [secretOf(name), label]))
  const here = [...secrets].filter(([name]) => stored.includes(name))
  return (
    <>
      {here.map(([name, label]) => (
        <label class="choice">
          <input type="checkbox" name={`${prefix}remove.${name}`} />
          <span>Take away what is stored: {label.toLowerCase()}</span>
        </label>
      ))}
    </>
  )
}
