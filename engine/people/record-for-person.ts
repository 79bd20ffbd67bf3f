import { eq } from 'drizzle-orm'
import { memberships, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { auditedBy } from './place.ts'

/**
 * Writes what concerns a person's account to the audit log of every retailer whose data the person can reach. Sign-ins of suppliers' people
 * are theirs: `audience: 'staff'` tells only the retailers that a person works at.
 * @param byPerson the person did it, though nobody was signed in yet
 * @param details nothing secret
 */
export async function recordForPerson(
  work: Work,
  userId: string,
  action: string,
  {
    audience = 'everybody',
    byPerson = false,
    details = {},
  }: { audience?: 'everybody' | 'staff'; byPerson?: boolean; details?: Record<string, unknown> } = {},
): Promise<void> {
  const [person] = await work.tx.select({ email: users.email }).from(users).where(eq(users.id, userId))
  if (!person) return
  const places = await work.tx.select().from(memberships).where(eq(memberships.userId, userId))
  const told = new Set<string>()
  for (const { retailerId, supplierId } of places) {
    if (retailerId) told.add(retailerId)
    else if (audience === 'everybody')
      for (const trading of await auditedBy(work, { supplierId: supplierId! })) told.add(trading)
  }
  const after = { person: person.email, ...details }
  const actor = byPerson ? `user:${person.email}` : work.actor
  for (const retailerId of told) await recordChange({ ...work, actor }, { retailerId, action, subject: userId, after })
}
