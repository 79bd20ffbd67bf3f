import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { lockPartnership } from './lock-partnership.ts'

/** Somebody at a partner, for whoever has to call. */
export const contact = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(120),
  /** What to call them about: `EDI`, `warehouse at night`. */
  about: z.string().trim().max(120).default(''),
  email: z.union([z.literal(''), z.email('Enter an address such as ann@example.com.').max(254)]).default(''),
  phone: z.string().trim().max(60).default(''),
})

const profile = z.object({
  contacts: z.array(contact.extend({ id: z.uuid() })).default([]),
  /** What is worth knowing, oldest first; only ever added to. */
  notes: z.array(z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() })).default([]),
})

type Profile = z.infer<typeof profile>

/** Whose profile is meant. */
interface Whose {
  retailerId: string
  partnershipId: string
}

const [mostContacts, mostNotes, longestNote] = [50, 500, 4000]

/** The contacts and notes in a partnership's settings, its `profile`. What is wrong in it counts as not there. */
export function profileOf(settings: Record<string, unknown>): Profile {
  const parsed = profile.safeParse(settings.profile ?? {})
  return parsed.success ? parsed.data : profile.parse({})
}

/** Adds somebody to a partner's contacts. Throws `invalid-input` where the list is full. */
export async function addContact(work: Work, { added, ...whose }: Whose & { added: z.infer<typeof contact> }) {
  await change(work, whose, 'partner.contact-added', added, ({ contacts, notes }) => {
    if (contacts.length >= mostContacts) throw new ApplicationError('invalid-input', 'The list of contacts is full.')
    return { contacts: [...contacts, { ...added, id: work.newId() }], notes }
  })
}

/** Takes somebody off a partner's contacts. Throws `not-found`. */
export async function removeContact(work: Work, { id, ...whose }: Whose & { id: string }) {
  await change(work, whose, 'partner.contact-removed', { id }, ({ contacts, notes }) => {
    if (!contacts.some(one => one.id === id))
      throw new ApplicationError('wrong-state', 'This contact is not there any more.')
    return { contacts: contacts.filter(one => one.id !== id), notes }
  })
}

/** Writes something down about a partner, under the name of whoever does. Throws `invalid-input` for nothing or too much. */
export async function addNote(work: Work, { text, ...whose }: Whose & { text: string }) {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > longestNote) {
    const says = `Write something, in at most ${longestNote} letters.`
    throw new ApplicationError('invalid-input', says, { note: says })
  }
  const note = { text: trimmed, by: work.actor, at: work.now.toISOString() }
  await change(work, whose, 'partner.note-added', { text: trimmed }, ({ contacts, notes }) => ({
    contacts,
    notes: [...notes, note].slice(-mostNotes),
  }))
}

async function change(
  work: Work,
  whose: Whose,
  action: string,
  after: object,
  change: (before: Profile) => Profile,
): Promise<void> {
  const { retailerId, partnershipId } = whose
  const { settings } = await lockPartnership(work, whose, { mayHaveEnded: true })
  await work.tx
    .update(partnerships)
    .set({ settings: { ...settings, profile: change(profileOf(settings)) } })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  await recordChange(work, { retailerId, action, subject: partnershipId, after })
}
