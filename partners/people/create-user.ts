import { isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import {
  memberships,
  type RetailerRole,
  retailerRoles,
  type SupplierRole,
  supplierRoles,
  users,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { emailField, nameField, passwordField, readInput } from './fields.ts'
import { hashPassword } from './passwords.ts'

const newUser = z.object({ email: emailField, name: nameField, password: passwordField.optional() })

const newMembership = z.union([
  z.object({ retailerId: z.uuid(), role: z.enum(retailerRoles) }),
  z.object({ supplierId: z.uuid(), role: z.enum(supplierRoles) }),
])

/** What a person may do, and where. */
export type NewMembership = { retailerId: string; role: RetailerRole } | { supplierId: string; role: SupplierRole }

/**
 * Creates a person with what they may do. Without a password they cannot sign in until one is set.
 * Throws `invalid-input` for a wrong field and `conflict` when the address is taken. Returns the person's id.
 */
export async function createUser(
  work: Work,
  command: { email: string; name: string; password?: string; memberships: NewMembership[] },
): Promise<string> {
  const { email, name, password } = readInput(newUser, command)
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const [created] = await work.tx
    .insert(users)
    .values({ id: work.newId(), email, name, passwordHash, createdAt: work.now })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id })
  if (!created) {
    throw new ApplicationError('conflict', `${email} already has an account.`, {
      email: 'This address has an account.',
    })
  }
  for (const membership of command.memberships) await addMembership(work, { userId: created.id, membership })
  return created.id
}

/** Lets a person work at one more retailer or supplier, or gives them another role there. */
export async function addMembership(work: Work, command: { userId: string; membership: NewMembership }): Promise<void> {
  const membership = readInput(newMembership, command.membership)
  const side = 'retailerId' in membership ? memberships.retailerId : memberships.supplierId
  await work.tx
    .insert(memberships)
    .values({ id: work.newId(), userId: command.userId, ...membership, createdAt: work.now })
    .onConflictDoUpdate({
      target: [memberships.userId, side],
      targetWhere: isNotNull(side),
      set: { role: membership.role },
    })
}
