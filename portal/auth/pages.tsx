import type { SignInOffers } from '../../engine/people/sign-in-offers.ts'
import { Hidden, Input, Select } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/parts.tsx'
import { Empty } from '../ui/table.tsx'
import { NewPassword, PresentPassword } from './password-fields.tsx'
import { texts } from './texts.ts'
import type { Membership } from './viewer.ts'

/** The sign-in form and the other ways in; `next` is the page to come back to. */
export function SignInPage(props: { email?: string; next: string; error?: string; offers: SignInOffers }) {
  const t = texts.signIn
  return (
    <>
      <h1>{t.title}</h1>
      {props.error ? <Notice tone="bad" title={props.error} /> : null}
      <form class="form" method="post" action="/sign-in" data-form="sign-in">
        <Hidden name="next" value={props.next} />
        <Input
          name="email"
          label={t.email}
          type="email"
          value={props.email}
          autocomplete="username"
          required
          autofocus
        />
        <PresentPassword />
        <button type="submit" class="button button-primary">
          {t.action}
        </button>
      </form>
      <OtherWays next={props.next} offers={props.offers} />
    </>
  )
}

function OtherWays({ next, offers }: { next: string; offers: SignInOffers }) {
  const t = texts.signIn
  const onwards = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <div class="other-ways">
      {offers.providers.map(({ slug, label }) => (
        <a class="button" href={`/sign-in/openid/${slug}${onwards}`}>
          <Icon name="key" />
          {t.byProvider(label)}
        </a>
      ))}
      {offers.byLink ? <a href="/sign-in/links">{t.byLink}</a> : null}
      <a href="/password-resets">{t.forgotten}</a>
    </div>
  )
}

/** A person with several places chooses one. */
export function MembershipsPage({ memberships }: { memberships: Membership[] }) {
  const t = texts.memberships
  if (memberships.length === 0) return <Empty title={t.none}>{t.noneHint}</Empty>
  return (
    <>
      <h1>{t.title}</h1>
      <form class="stack-tight" method="post" action="/memberships">
        {memberships.map(membership => (
          <button type="submit" class="task" name="membership" value={membership.id}>
            <span class="task-head">
              <Icon name={membership.side === 'retailer' ? 'stock' : 'truck'} />
              {texts.roles[membership.role]}
            </span>
            <strong>{membership.name}</strong>
          </button>
        ))}
      </form>
    </>
  )
}

const currencies = ['USD', 'CAD', 'EUR', 'GBP', 'AUD', 'MXN', 'SEK', 'NOK', 'DKK', 'CHF', 'PLN', 'CZK']

/** The first run: the retailer and its administrator. */
export function SetUpPage(props: { values: Record<string, string>; errors: Record<string, string> }) {
  const t = texts.setUp
  const { values, errors } = props
  return (
    <>
      <div class="stack-tight">
        <h1>{t.title}</h1>
        <p class="soft">{t.about}</p>
      </div>
      <form class="form" method="post" action="/setup" data-form="setup">
        <Input name="retailer" label={t.retailer} value={values.retailer} error={errors.retailer} required autofocus />
        <div class="fields">
          <Select
            name="currency"
            label={t.currency}
            value={values.currency ?? 'USD'}
            error={errors.currency}
            options={currencies.map(value => ({ value, word: value }))}
          />
          <Input
            name="timeZone"
            label={t.timeZone}
            value={values.timeZone ?? 'UTC'}
            error={errors.timeZone}
            hint={t.timeZoneHint}
            required
          />
        </div>
        <Input name="name" label={t.name} value={values.name} error={errors.name} autocomplete="name" required />
        <Input
          name="email"
          label={t.email}
          type="email"
          value={values.email}
          error={errors.email}
          autocomplete="username"
          required
        />
        <NewPassword error={errors.password} />
        <button type="submit" class="button button-primary">
          {t.action}
        </button>
      </form>
    </>
  )
}
