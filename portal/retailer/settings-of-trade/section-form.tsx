import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Section } from '../../ui/parts.tsx'
import type { FieldGroup, FieldSpec } from './fields.ts'
import { texts } from './texts.ts'

export interface SectionFormProps {
  section: keyof typeof texts.sections
  groups: readonly FieldGroup[]
  values: FormValues
  errors: Record<string, string>
  action: string
  mayChange: boolean
  /** Whose each value is, by the value's name; absent where there is no default. */
  origins?: ReadonlyMap<string, ValueOrigin>
}

/** Whether a value is the default for all partners, or the partner's own; with what it is called. */
export interface ValueOrigin {
  label: string
  isOwn: boolean
}

/** One section of settings as a form of its own: it is saved by itself. Who may not change it sees it all the same. */
export function SectionForm({ section, groups, values, errors, action, mayChange, origins }: SectionFormProps) {
  return (
    <Section title={texts.sections[section]}>
      <p class="soft small">{texts.about[section]}</p>
      <form class="form" method="post" action={action} data-form={section}>
        <fieldset class="bare" disabled={!mayChange}>
          {groups.map(group => (
            <Group group={group} values={values} errors={errors} />
          ))}
          {mayChange ? (
            <button type="submit" class="button button-primary">
              {texts.save}
            </button>
          ) : (
            <p class="soft small">{texts.readOnly}</p>
          )}
        </fieldset>
      </form>
      {origins && origins.size > 0 ? <Origins origins={origins} action={action} mayChange={mayChange} /> : null}
    </Section>
  )
}

/** Whose each value is, with a button that gives an own one back. */
function Origins({ origins, action, mayChange }: Pick<SectionFormProps, 'action' | 'mayChange'> & OriginsOf) {
  return (
    <ul class="plain small origins" data-origins>
      {[...origins].map(([name, { label, isOwn }]) => (
        <li class="row">
          <span>
            {label}: <span class={isOwn ? '' : 'soft'}>{isOwn ? texts.own : texts.default}</span>
          </span>
          {isOwn && mayChange ? (
            <form method="post" action={`${action}/default`}>
              <input type="hidden" name="name" value={name} />
              <button type="submit" class="button button-small" aria-label={`${texts.toDefault}: ${label}`}>
                {texts.toDefault}
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
type OriginsOf = { origins: ReadonlyMap<string, ValueOrigin> }

function Group({ group, values, errors }: { group: FieldGroup } & Pick<SectionFormProps, 'values' | 'errors'>) {
  const fields = group.fields.map(spec => <Field spec={spec} value={values[spec.name]} error={errors[spec.name]} />)
  if (!group.legend) return <>{fields}</>
  return (
    <fieldset class="choices apart">
      <legend>{group.legend}</legend>
      <div class="row">{fields}</div>
    </fieldset>
  )
}

function Field({ spec, value, error }: { spec: FieldSpec; value: string | undefined; error: string | undefined }) {
  const { name, label, hint, kind, options } = spec
  if (kind === 'check') return <Check name={name} label={label} value={value} error={error} />
  const common = { name, label, hint, value, error }
  if (kind === 'choice') return <Select {...common} options={[...(options ?? [])]} />
  if (kind === 'lines') return <TextArea {...common} rows={5} />
  return <Input {...common} {...(kind === 'number' && { inputmode: 'decimal' as const, class: 'short number' })} />
}

function Check(props: { name: string; label: string; value: string | undefined; error: string | undefined }) {
  return (
    <label class="choice">
      <input type="checkbox" name={props.name} checked={props.value === 'on'} />
      <span>
        {props.label}
        {props.error ? <span class="field-error">{props.error}</span> : null}
      </span>
    </label>
  )
}
