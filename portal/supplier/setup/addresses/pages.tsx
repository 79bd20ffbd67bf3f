import type { ShipFrom } from '../../../../engine/packing/ship-from.ts'
import { Address } from '../../../ui/address.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Input } from '../../../ui/fields.tsx'
import type { FormValues } from '../../../ui/form-data.ts'
import { PageHeader, Section } from '../../../ui/parts.tsx'
import { texts } from './texts.ts'

/** The addresses that a supplier ships from, with what can be done with each. */
export function AddressSection({ path, places, mayChange }: { path: string; places: ShipFrom[]; mayChange: boolean }) {
  const add = (
    <a class="button button-small" href={`${path}/new`}>
      {texts.add}
    </a>
  )
  return (
    <Section title={texts.title} aside={mayChange ? add : null}>
      <div class="stack-tight">
        <p class="soft">{places.length > 0 ? texts.about : texts.none}</p>
        {places.length > 0 ? (
          <ul class="plain places">
            {places.map(place => (
              <li class="place-card" data-ship-from={place.label}>
                <div class="row">
                  <strong>{place.label}</strong>
                  {place.isDefault ? <Badge word={texts.usual} tone="good" icon="check" /> : null}
                </div>
                <Address address={place.address} />
                {mayChange ? <Actions path={`${path}/${place.id}`} place={place} /> : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Section>
  )
}

function Actions({ path, place }: { path: string; place: ShipFrom }) {
  const named = <span class="visually-hidden"> {place.label}</span>
  return (
    <div class="row">
      <a class="button button-small" href={path}>
        {texts.edit}
        {named}
      </a>
      {place.isDefault ? null : (
        <form method="post" action={`${path}/default`}>
          <button type="submit" class="button button-small">
            {texts.makeUsual}
            {named}
          </button>
        </form>
      )}
      <form method="post" action={`${path}/removal`}>
        <button type="submit" class="button button-small button-bad" data-confirm={texts.confirmRemoval}>
          {texts.remove}
          {named}
        </button>
      </form>
    </div>
  )
}

interface AddressPageProps {
  /** Where the form goes. */
  action: string
  back: { href: string; word: string }
  /** The name of the address that is changed; absent for a new one. */
  label: string | undefined
  values: FormValues
  errors: Record<string, string>
}

/** One address, to enter or to change. */
export function AddressPage({ action, back, label, values, errors }: AddressPageProps) {
  const t = texts.fields
  const input = (name: keyof typeof t) => ({ name, label: t[name], value: values[name], error: errors[name] })
  return (
    <>
      <PageHeader title={label ?? texts.newTitle} back={back} />
      <form class="form" method="post" action={action} data-form="ship-from">
        <Input {...input('label')} hint={t.labelHint} required />
        <Input {...input('name')} autocomplete="organization" required />
        <Input {...input('address1')} autocomplete="address-line1" required />
        <Input {...input('address2')} autocomplete="address-line2" />
        <div class="fields">
          <Input {...input('city')} autocomplete="address-level2" required />
          <Input {...input('state')} autocomplete="address-level1" />
          <Input {...input('postalCode')} autocomplete="postal-code" required />
          <Input {...input('country')} hint={t.countryHint} autocomplete="country" class="short" />
        </div>
        <div class="fields">
          <Input {...input('phone')} autocomplete="tel" />
          <Input {...input('code')} hint={t.codeHint} />
        </div>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {texts.save}
          </button>
        </div>
      </form>
    </>
  )
}
