import { and, eq, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { apiKeys, auditLog } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { KeyOwner } from './scopes.ts'

/** Ends a key of this owner: the next request with it is refused. Ended twice it is ended once. Throws `not-found`. */
export async function revokeApiKey(work: Work, command: KeyOwner & { id: string }): Promise<void> {
  const mine =
    'retailerId' in command ? eq(apiKeys.retailerId, command.retailerId) : eq(apiKeys.supplierId, command.supplierId)
  const [known] = await work.tx
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(mine, eq(apiKeys.id, command.id)))
  if (!known) throw new ApplicationError('not-found', 'There is no such key.')
  const [ended] = await work.tx
    .update(apiKeys)
    .set({ revokedAt: work.now })
    .where(and(mine, eq(apiKeys.id, command.id), isNull(apiKeys.revokedAt)))
    .returning({ name: apiKeys.name, prefix: apiKeys.prefix })
  if (!ended || !('retailerId' in command)) return
  await work.tx.insert(auditLog).values({
    retailerId: command.retailerId,
    id: work.newId(),
    actor: work.actor,
    action: 'api-key.revoked',
    subject: command.id,
    before: ended,
    at: work.now,
  })
}
