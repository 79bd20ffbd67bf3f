import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { retailers, users } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { currency } from '../../translators/documents/index.ts'
import { createUser } from './create-user.ts'
import { emailField, nameField, passwordField, readInput } from './fields.ts'

const timeZones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

/** What the first run asks for. */
const installation = z.object({
  retailer: nameField,
  currency: currency.default('USD'),
  timeZone: z
    .string()
    .refine(zone => timeZones.has(zone), 'Choose a time zone such as America/New_York.')
    .default('UTC'),
  name: nameField,
  email: emailField,
  password: passwordField,
})
export type Installation = z.input<typeof installation>

/** Whether nobody has an account yet, so that the first run may set things up. */
export async function isFresh(orm: Orm): Promise<boolean> {
  const anybody = await orm.select({ id: users.id }).from(users).limit(1)
  return anybody.length === 0
}

/** `Harbor & Main Co.` → `harbor-main-co`: what stands in addresses. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  const slug = plain.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return slug.replace(/^-+|-+$/g, '').slice(0, 60) || 'retailer'
}

/**
 * Creates the first retailer and its administrator. Throws `wrong-state` once anybody has an account: whoever comes
 * second, even at the same moment, is turned away.
 */
export async function setUpInstallation(
  work: Work,
  command: Installation,
): Promise<{ retailerId: string; userId: string }> {
  const { retailer, currency, timeZone, ...person } = readInput(installation, command)
  await lockKey(work.tx, 'set-up')
  if (!(await isFresh(work.tx))) throw new ApplicationError('wrong-state', 'This installation has been set up already.')
  const retailerId = work.newId()
  await work.tx
    .insert(retailers)
    .values({ id: retailerId, slug: slugOf(retailer), name: retailer, currency, timeZone, createdAt: work.now })
  const userId = await createUser(work, { ...person, memberships: [{ retailerId, role: 'admin' }] })
  return { retailerId, userId }
}
