import { ApplicationError } from '../../../db/application-error.ts'
import { createApiKey } from '../../../partners/api-keys/create.ts'
import { type KeyOwner, scopesFor } from '../../../partners/api-keys/scopes.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { lifetimes } from './texts.ts'

/** Makes the key that a form asks for, and returns its text, to be shown once. Throws `invalid-input` with what is wrong at which field. */
export async function makeKey(c: PortalContext, { hub }: PortalDeps, owner: KeyOwner, values: FormValues) {
  const scopes = scopesFor(owner).filter(scope => values[`scopes[${scope}]`] !== undefined)
  const { name = '', lasts = '' } = values
  if (!lifetimes.some(({ value }) => value === lasts))
    throw new ApplicationError('invalid-input', 'The key cannot be made.', { lasts: 'Choose one of these.' })
  const { key } = await hub.work(actorOf(c.var.viewer), work => {
    const expiresAt = lasts === '' ? null : new Date(work.now.getTime() + Number(lasts) * 86_400_000)
    return createApiKey(work, { ...owner, name, scopes, expiresAt })
  })
  return key
}
