import { profileOf } from '../../../partners/onboarding/profile.ts'
import { actorWords } from '../../people/audit/words.ts'
import { Hidden, Input, TextArea } from '../../ui/fields.tsx'
import { Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

interface ProfileProps {
  partnershipId: string
  settings: Record<string, unknown>
  mayChange: boolean
  errors: Record<string, string>
}

/** Whom to call at a partner. */
export function Contacts({ partnershipId, settings, mayChange, errors }: ProfileProps) {
  const { contacts } = profileOf(settings)
  const at = `/retailer/partners/${partnershipId}/contacts`
  const wrong = Boolean(errors.name || errors.email)
  return (
    <Section title={t.contacts}>
      {contacts.length === 0 ? <p class="soft">{t.noContacts}</p> : null}
      <ul class="quiet-list">
        {contacts.map(({ id, name, about, email, phone }) => (
          <li>
            <strong>{name}</strong>
            {about ? <span class="soft"> {about}</span> : null}
            {email ? (
              <div>
                <a href={`mailto:${email}`}>{email}</a>
              </div>
            ) : null}
            {phone ? <div>{phone}</div> : null}
            {mayChange ? (
              <form method="post" action={`${at}/removal`}>
                <Hidden name="contact" value={id} />
                <button type="submit" class="button-link small" aria-label={`${t.removeContact} ${name}`}>
                  {t.removeContact}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <details class="more" open={wrong}>
          <summary>{t.addContact}</summary>
          <form class="form" method="post" action={at} data-form="contact">
            <Input name="name" label="Name" error={errors.name} required />
            <Input name="about" label="For" hint="EDI, warehouse, accounting …" />
            <Input name="email" label="E-mail" type="email" error={errors.email} />
            <Input name="phone" label="Phone" />
            <button type="submit" class="button">
              {t.addContact}
            </button>
          </form>
        </details>
      ) : null}
    </Section>
  )
}

/** What is worth knowing about a partner, newest first. */
export function Notes({ partnershipId, settings, mayChange, errors }: ProfileProps) {
  const { notes } = profileOf(settings)
  return (
    <Section title={t.notes}>
      {notes.length === 0 ? <p class="soft">{t.noNotes}</p> : null}
      <ul class="quiet-list">
        {notes.toReversed().map(({ text, by, at }) => (
          <li>
            {text}
            <div class="soft small">
              {actorWords(by)}, <Time at={new Date(at)} />
            </div>
          </li>
        ))}
      </ul>
      {mayChange ? (
        <form
          class="form after-form"
          method="post"
          action={`/retailer/partners/${partnershipId}/notes`}
          data-form="note"
        >
          <TextArea name="note" label={t.note} rows={2} error={errors.note} />
          <div class="row">
            <button type="submit" class="button">
              {t.addNote}
            </button>
          </div>
        </form>
      ) : null}
    </Section>
  )
}
