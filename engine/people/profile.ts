import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { nameField, readInput } from '../../partners/people/fields.ts'

const timeZones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

const profile = z.object({
  name: nameField,
  timeZone: z
    .string()
    .trim()
    .refine(zone => zone === '' || timeZones.has(zone), 'Choose a time zone such as America/New_York.')
    .transform(zone => zone || null),
})

/** Changes a person's own name and time zone; an empty zone means the browser's. Throws `invalid-input`. */
export async function changeProfile(
  work: Work,
  command: { userId: string; name: string; timeZone: string },
): Promise<void> {
  await work.tx.update(users).set(readInput(profile, command)).where(eq(users.id, command.userId))
}

/** Keeps that mail to a person's address reaches them: they used a link that was sent there. */
export async function markEmailVerified(work: Work, userId: string): Promise<void> {
  await work.tx.update(users).set({ emailVerifiedAt: work.now }).where(eq(users.id, userId))
}
