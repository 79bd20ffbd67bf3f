import { type RetailerRole, retailerRoles, type SupplierRole, supplierRoles } from '../../../db/schema/index.ts'
import type { SecuritySettings } from '../../../engine/people/security-settings.ts'
import { texts as authTexts } from '../../auth/texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { texts } from '../texts.ts'

const t = texts.security
const path = '/retailer/security'

interface SignInRulesProps {
  security: SecuritySettings
  /** Of the provider's form. */
  values: FormValues
  errors: Record<string, string>
  callback: string
}

/** Who needs a second factor, whether links sign in, and the retailer's own provider. */
export function SignInRulesPage(props: SignInRulesProps) {
  const { openId } = props.security
  const state = openId ? <Badge word="On" tone="good" icon="check" /> : <Badge word="Off" tone="idle" icon="cross" />
  return (
    <>
      <PageHeader title={t.title} />
      <div class="columns">
        <Section title={t.openId} aside={state}>
          <ProviderForm {...props} />
          {openId ? (
            <form method="post" action={`${path}/provider/removal`} data-form="provider-removal">
              <p class="after-form">
                <button type="submit" class="button button-bad" data-confirm={t.removeSure}>
                  {t.remove}
                </button>
              </p>
            </form>
          ) : null}
        </Section>
        <RulesForm security={props.security} />
      </div>
    </>
  )
}

function RulesForm({ security }: Pick<SignInRulesProps, 'security'>) {
  return (
    <form class="form" method="post" action={path} data-form="rules">
      <Section title={t.secondFactor}>
        <p class="soft small">{t.secondFactorHint}</p>
        <RoleChoices legend={t.ours} roles={retailerRoles} security={security} />
        <RoleChoices legend={t.suppliers} roles={supplierRoles} security={security} />
      </Section>
      <Section title={t.links}>
        <label class="choice">
          <input type="checkbox" name="by-link" checked={security.signInByLink} />
          <span>
            {t.byLink}
            <span class="soft small">{t.byLinkHint}</span>
          </span>
        </label>
      </Section>
      <button type="submit" class="button button-primary">
        {t.save}
      </button>
    </form>
  )
}

function RoleChoices(props: {
  legend: string
  roles: readonly (RetailerRole | SupplierRole)[]
  security: SecuritySettings
}) {
  return (
    <fieldset class="choices apart">
      <legend>{props.legend}</legend>
      {props.roles.map(role => (
        <label class="choice">
          <input
            type="checkbox"
            name={`second-factor-${role}`}
            checked={props.security.secondFactorFor.includes(role)}
          />
          <span>{authTexts.roles[role]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function ProviderForm({ security, values, errors, callback }: SignInRulesProps) {
  const roles = retailerRoles.map(value => ({ value, word: authTexts.roles[value] }))
  return (
    <form class="form" method="post" action={`${path}/provider`} data-form="provider">
      <p class="soft small">{t.openIdHint}</p>
      <div class="field">
        <span class="soft">{t.callback}</span>
        <span>
          <Copyable text={callback} />
        </span>
      </div>
      <Field name="issuer" label={t.issuer} hint={t.issuerHint} values={values} errors={errors} required />
      <Field name="clientId" label={t.clientId} values={values} errors={errors} required />
      <Input
        name="clientSecret"
        label={t.clientSecret}
        type="password"
        hint={security.openId?.clientSecret ? t.secretKept : undefined}
        autocomplete="new-password"
      />
      <Field name="label" label={t.label} hint={t.labelHint} values={values} errors={errors} required />
      <Select
        name="defaultRole"
        label={t.defaultRole}
        value={values.defaultRole}
        options={[{ value: '', word: t.nobody }, ...roles]}
      />
      <Field name="roleClaim" label={t.roleClaim} hint={t.roleClaimHint} values={values} errors={errors} />
      <TextArea
        name="rolesByClaim"
        label={t.rolesByClaim}
        hint={t.rolesByClaimHint}
        value={values.rolesByClaim}
        error={errors.rolesByClaim}
      />
      <label class="choice">
        <input type="checkbox" name="trustsSecondFactor" checked={values.trustsSecondFactor === 'on'} />
        <span>{t.trusts}</span>
      </label>
      <button type="submit" class="button button-primary">
        {t.saveProvider}
      </button>
    </form>
  )
}

function Field(props: {
  name: string
  label: string
  hint?: string
  required?: boolean
  values: FormValues
  errors: Record<string, string>
}) {
  const { values, errors, ...field } = props
  return <Input {...field} value={values[props.name]} error={errors[props.name]} />
}
