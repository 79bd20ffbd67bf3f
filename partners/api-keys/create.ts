import { ApplicationError } from '../../db/application-error.ts'
import { apiKeys, auditLog } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type ApiScope, type KeyOwner, scopesFor } from './scopes.ts'
import { hashToken, newToken, prefixOf } from './token.ts'

/** A key to make: whose it is, what people call it, what it may do, and when it ends by itself, if ever. */
export type NewApiKey = KeyOwner & { name: string; scopes: readonly ApiScope[]; expiresAt?: Date | null }

/**
 * Makes a key of the REST API. `key` is given here and never again: only its SHA-256 is kept.
 * Throws `invalid-input` for a missing name, a scope that such an owner cannot have, and an end that is past.
 */
export async function createApiKey(work: Work, command: NewApiKey): Promise<{ id: string; key: string }> {
  const scopes = [...new Set(command.scopes)].sort()
  check(command, scopes, work.now)
  const [id, key, name] = [work.newId(), newToken(), command.name.trim()]
  const { expiresAt = null } = command
  const owner = 'retailerId' in command ? { retailerId: command.retailerId } : { supplierId: command.supplierId }
  await work.tx
    .insert(apiKeys)
    .values({ id, ...owner, name, prefix: prefixOf(key), hash: hashToken(key), scopes, expiresAt, createdAt: work.now })
  if ('retailerId' in command) {
    await work.tx.insert(auditLog).values({
      retailerId: command.retailerId,
      id: work.newId(),
      actor: work.actor,
      action: 'api-key.created',
      subject: id,
      after: { name, prefix: prefixOf(key), scopes, expiresAt },
      at: work.now,
    })
  }
  return { id, key }
}

function check(command: NewApiKey, scopes: ApiScope[], now: Date): void {
  const allowed = scopesFor(command)
  const foreign = scopes.filter(scope => !allowed.includes(scope))
  const fields = {
    ...(/^.{1,120}$/.test(command.name.trim()) ? {} : { name: 'A name of 1 to 120 characters is needed.' }),
    ...(scopes.length > 0 ? {} : { scopes: 'At least one scope is needed.' }),
    ...(command.expiresAt && command.expiresAt <= now ? { expiresAt: 'This moment is past.' } : {}),
    ...(foreign.length === 0
      ? {}
      : { scopes: `There is no ${foreign.join(', ')} here. Possible: ${allowed.join(', ')}.` }),
  }
  if (Object.keys(fields).length > 0) throw new ApplicationError('invalid-input', 'The key cannot be made.', fields)
}
