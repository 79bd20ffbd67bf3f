import type { Child } from 'hono/jsx'
import type { Place } from '../../engine/people/place.ts'
import { texts as authTexts } from '../auth/texts.ts'
import { Facts, Notice, PageHeader, Section } from '../ui/parts.tsx'
import { Time } from '../ui/time.tsx'
import { PersonState, RoleChoice } from './people-page.tsx'
import type { Person } from './query.ts'
import { texts } from './texts.ts'

const t = texts.person

interface PersonPageProps {
  person: Person
  path: string
  place: Place
  /** Whether it is whoever looks. */
  me: boolean
}

/** One person here, and what can be changed about them. */
export function PersonPage({ person, path, place, me }: PersonPageProps) {
  const at = `${path}/${person.id}`
  return (
    <>
      <PageHeader
        back={{ href: path, word: texts.people.title }}
        title={person.name}
        state={<PersonState person={person} />}
        about={person.email}
      />
      {me ? <Notice tone="info" title={t.yourself} /> : null}
      <div class="columns">
        <div class="card">
          <Facts
            rows={[
              ['Role', authTexts.roles[person.role]],
              ['Works here since', <Time at={person.since} />],
              ['Disabled since', person.disabledAt && <Time at={person.disabledAt} />],
              ['Second factor', person.secondFactor ? texts.people.factorOn : texts.people.factorOff],
              ['Last seen', <Time at={person.lastSeenAt ? new Date(person.lastSeenAt) : null} />],
            ]}
          />
        </div>
        <aside class="stack">
          <RoleForm person={person} place={place} at={at} />
          {person.disabledAt ? (
            <Change action={`${at}/enabling`} word={t.enable} />
          ) : (
            <Change action={`${at}/disabling`} word={t.disable} hint={t.disableHint} />
          )}
          {person.secondFactor && !me ? (
            <Change action={`${at}/second-factor-reset`} word={t.resetFactor} hint={t.resetFactorHint} />
          ) : null}
          <Change action={`${at}/removal`} word={t.remove} hint={t.removeHint} confirm={t.removeSure} bad />
        </aside>
      </div>
    </>
  )
}

function RoleForm({ person, place, at }: { person: Person; place: Place; at: string }) {
  return (
    <Section title={t.changeRole}>
      <form class="form" method="post" action={`${at}/role`} data-form="role">
        <RoleChoice place={place} value={person.role} />
        <button type="submit" class="button">
          {t.changeRole}
        </button>
      </form>
    </Section>
  )
}

function Change(props: { action: string; word: string; hint?: Child; confirm?: string; bad?: boolean }) {
  return (
    <Section title={props.word}>
      <form class="form" method="post" action={props.action}>
        {props.hint ? <p class="soft small">{props.hint}</p> : null}
        <button type="submit" class={props.bad ? 'button button-bad' : 'button'} data-confirm={props.confirm}>
          {props.word}
        </button>
      </form>
    </Section>
  )
}
