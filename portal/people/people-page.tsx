import { type Place, rolesAt } from '../../engine/people/place.ts'
import { texts as authTexts } from '../auth/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Input, Select } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice, PageHeader, Section } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { OpenInvitation, Person, WithoutPeople } from './query.ts'
import { texts } from './texts.ts'

const t = texts.people

export interface PeoplePageProps {
  place: Place
  path: string
  people: Person[]
  invitations: OpenInvitation[]
  withoutPeople: WithoutPeople[]
  /** Whose page it is. */
  me: string
  now: Date
  values?: Record<string, string>
  errors?: Record<string, string>
  ownerErrors?: Record<string, string>
}

/** Who works here, who is invited, and inviting more. */
export function PeoplePage(props: PeoplePageProps) {
  const { people, invitations, withoutPeople } = props
  return (
    <>
      <PageHeader title={t.title} />
      <div class="columns">
        <div class="stack">
          <People {...props} people={people} />
          {invitations.length > 0 ? (
            <Section title={t.open}>
              <Invitations {...props} />
            </Section>
          ) : null}
        </div>
        <div class="stack">
          <Section title={t.invite}>
            <InviteForm {...props} />
          </Section>
          {withoutPeople.length > 0 ? (
            <Section title={t.firstOwners}>
              <FirstOwnerForm {...props} />
            </Section>
          ) : null}
        </div>
      </div>
    </>
  )
}

/** What a person's state looks like. */
export function PersonState({ person }: { person: Pick<Person, 'disabledAt'> }) {
  return person.disabledAt ? (
    <Badge word={t.disabled} tone="bad" icon="pause" />
  ) : (
    <Badge word={t.active} tone="good" icon="check" />
  )
}

function People({ people, path, me }: Pick<PeoplePageProps, 'people' | 'path' | 'me'>) {
  return (
    <Table
      label={t.title}
      rows={people}
      attributes={person => ({ 'data-person': person.email })}
      columns={[
        {
          heading: 'Name',
          cell: person => (
            <>
              <a href={`${path}/${person.id}`}>{person.name}</a>
              {person.userId === me ? <span class="soft"> ({t.you})</span> : null}
              <div class="soft small">{person.email}</div>
            </>
          ),
        },
        { heading: t.role, cell: person => authTexts.roles[person.role] },
        { heading: 'State', cell: person => <PersonState person={person} /> },
        { heading: 'Second factor', cell: person => (person.secondFactor ? t.factorOn : t.factorOff) },
        { heading: 'Last seen', cell: person => <Time at={person.lastSeenAt ? new Date(person.lastSeenAt) : null} /> },
      ]}
    />
  )
}

function Invitations({ invitations, path, now }: PeoplePageProps) {
  return (
    <Table
      label={t.open}
      rows={invitations}
      attributes={invitation => ({ 'data-invitation': invitation.email })}
      columns={[
        { heading: t.email, cell: invitation => invitation.email },
        { heading: t.role, cell: invitation => authTexts.roles[invitation.role] },
        { heading: 'Sent', cell: invitation => <Sent invitation={invitation} /> },
        {
          heading: 'Ends',
          cell: invitation =>
            invitation.expiresAt > now ? <Time at={invitation.expiresAt} /> : <span class="soft">{t.expired}</span>,
        },
        { heading: 'Action', cell: invitation => <InvitationActions path={path} invitation={invitation} /> },
      ]}
    />
  )
}

function Sent({ invitation }: { invitation: OpenInvitation }) {
  const { failure, sentAt } = invitation
  if (failure) return <span class="field-error">{failure}</span>
  return sentAt ? <Time at={sentAt} /> : <Badge word={t.waiting} tone="info" icon="clock" />
}

function InvitationActions({ path, invitation }: { path: string; invitation: OpenInvitation }) {
  const at = `${path}/invitations/${invitation.id}`
  return (
    <div class="row">
      <form method="post" action={`${at}/again`}>
        <button type="submit" class="button button-small">
          {t.again}
          <span class="visually-hidden"> {invitation.email}</span>
        </button>
      </form>
      <form method="post" action={`${at}/withdrawal`}>
        <button type="submit" class="button button-small button-bad" data-confirm={t.withdrawSure}>
          {t.withdraw}
          <span class="visually-hidden"> {invitation.email}</span>
        </button>
      </form>
    </div>
  )
}

function InviteForm({ place, path, values = {}, errors = {} }: PeoplePageProps) {
  const roles = rolesAt(place)
  return (
    <form class="form" method="post" action={`${path}/invitations`} data-form="invite">
      <Input name="email" label={t.email} type="email" value={values.email} error={errors.email} required />
      <RoleChoice place={place} value={values.role ?? roles.at(-1)!} />
      <button type="submit" class="button button-primary">
        <Icon name="messages" />
        {t.send}
      </button>
    </form>
  )
}

/** The roles of a place, each with what it may do. */
export function RoleChoice({ place, value }: { place: Place; value: string }) {
  return (
    <fieldset class="choices">
      <legend>{t.role}</legend>
      {rolesAt(place).map(role => (
        <label class="choice">
          <input type="radio" name="role" value={role} checked={role === value} required />
          <span>
            {authTexts.roles[role]}
            <span class="soft small">{texts.roleHints[role]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function FirstOwnerForm({ path, withoutPeople, ownerErrors = {} }: PeoplePageProps) {
  const options = withoutPeople.map(({ partnershipId, name, invited }) => ({
    value: partnershipId,
    word: invited ? t.invited(name, invited) : name,
  }))
  return (
    <form class="form" method="post" action={`${path}/first-owners`} data-form="first-owner">
      <p class="soft small">{t.firstOwnersHint}</p>
      <Select name="partner" label={t.supplier} options={options} error={ownerErrors.partner} />
      <OwnerEmail error={ownerErrors.email} />
      <button type="submit" class="button">
        {t.send}
      </button>
    </form>
  )
}

function OwnerEmail({ error }: { error: string | undefined }) {
  return (
    <label class="field">
      <span>{t.email}</span>
      <input name="email" type="email" autocomplete="off" required aria-invalid={error ? 'true' : undefined} />
      {error ? (
        <span class="field-error">
          <Icon name="alert" />
          {error}
        </span>
      ) : null}
    </label>
  )
}

/** The link of an invitation, where no mail can carry it. */
export function HandOverPage({ link, email, path }: { link: string; email: string; path: string }) {
  return (
    <>
      <PageHeader title={t.handTitle} />
      <Notice tone="warn" title={t.handAbout(email)} />
      <p data-link>
        <Copyable text={link} />
      </p>
      <p>
        <a class="button button-primary" href={path}>
          {t.done}
        </a>
      </p>
    </>
  )
}
