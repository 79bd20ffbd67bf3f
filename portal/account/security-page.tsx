import type { OpenSession } from '../../engine/people/sessions.ts'
import { NewPassword, PresentPassword } from '../auth/password-fields.tsx'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { PageHeader, Section } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { deviceWords } from './device.ts'
import { texts } from './texts.ts'

const t = texts.security

interface SecurityProps {
  email: string
  sessions: OpenSession[]
  /** The stored id of the session that asks. */
  here: string
  secondFactor: boolean
  errors: Record<string, string>
}

export function SecurityPage({ email, sessions, here, secondFactor, errors }: SecurityProps) {
  return (
    <>
      <PageHeader title={t.title} back={{ href: '/account', word: texts.profile.title }} />
      <div class="columns">
        <Section title={t.sessions} aside={sessions.length > 1 ? <EndOthers /> : null}>
          <Sessions sessions={sessions} here={here} />
        </Section>
        <div class="stack">
          <Section title={t.factor} aside={<FactorState on={secondFactor} />}>
            <div class="stack-tight">
              <p class="soft small">{t.factorAbout}</p>
              <p>
                <a class={secondFactor ? 'button' : 'button button-primary'} href="/account/second-factor">
                  <Icon name="key" />
                  {secondFactor ? t.manage : t.setUp}
                </a>
              </p>
            </div>
          </Section>
          <Section title={t.password}>
            <PasswordForm email={email} errors={errors} />
          </Section>
        </div>
      </div>
    </>
  )
}

function FactorState({ on }: { on: boolean }) {
  return on ? (
    <Badge word={t.factorOn} tone="good" icon="check" />
  ) : (
    <Badge word={t.factorOff} tone="idle" icon="cross" />
  )
}

function PasswordForm({ email, errors }: Pick<SecurityProps, 'email' | 'errors'>) {
  return (
    <form class="form" method="post" action="/account/password" data-form="password">
      <input type="hidden" name="username" autocomplete="username" value={email} />
      <PresentPassword name="present" label={t.present} error={errors.present} />
      <NewPassword label={t.next} error={errors.password} />
      <button type="submit" class="button">
        {t.change}
      </button>
      <a class="small" href="/password-resets">
        {t.forgotten}
      </a>
    </form>
  )
}

function EndOthers() {
  return (
    <form method="post" action="/account/sessions/end-others" data-form="end-others">
      <button type="submit" class="button button-small">
        {t.endOthers}
      </button>
    </form>
  )
}

function Sessions({ sessions, here }: Pick<SecurityProps, 'sessions' | 'here'>) {
  return (
    <Table
      label={t.sessions}
      rows={sessions}
      attributes={session => ({ 'data-session': session.id === here ? 'here' : 'other' })}
      columns={[
        { heading: 'Browser', cell: session => deviceWords(session.userAgent) },
        { heading: 'Address', cell: session => session.address || '–' },
        { heading: 'Signed in', cell: session => <Time at={session.createdAt} /> },
        { heading: 'Last seen', cell: session => <Time at={session.lastSeenAt} /> },
        {
          heading: 'Action',
          cell: session =>
            session.id === here ? (
              <Badge word={t.here} tone="good" icon="check" />
            ) : (
              <form method="post" action={`/account/sessions/${session.id}/end`}>
                <button type="submit" class="button button-small">
                  {t.end}
                  <span class="visually-hidden"> {deviceWords(session.userAgent)}</span>
                </button>
              </form>
            ),
        },
      ]}
    />
  )
}
