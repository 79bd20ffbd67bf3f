import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { apiKeysOf } from '../../../partners/api-keys/find.ts'
import { revokeApiKey } from '../../../partners/api-keys/revoke.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Keys, type KeysProps } from './keys-section.tsx'
import { makeKey } from './make-key.ts'
import { texts } from './texts.ts'

const path = '/retailer/api-keys'

/** `/retailer/api-keys`: the keys of the retailer's own systems, for its administrators. */
export function apiKeyRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const manage = needs('manage-people')
  app.get('/', manage, c => showKeys(c, deps))
  app.post('/', manage, c => takeKey(c, deps))
  app.post('/:id/revocation', manage, c => takeRevocation(c, deps))
  return app
}

type Given = Partial<Pick<KeysProps, 'values' | 'errors' | 'madeKey'>>

async function showKeys(c: PortalContext, { hub }: PortalDeps, given: Given = {}) {
  const owner = { retailerId: c.var.retailer.retailerId }
  const keys = await apiKeysOf(hub.orm, owner)
  // A page with a key in it is kept nowhere.
  if (given.madeKey) c.header('Cache-Control', 'no-store')
  const reference = <a href="/api/v1/docs">{texts.reference}</a>
  return await page(
    c,
    { title: texts.title, current: 'api-keys', status: given.errors ? 422 : 200 },
    <>
      <PageHeader title={texts.title} about={texts.aboutRetailer} action={reference} />
      <Keys path={path} owner={owner} keys={keys} now={hub.now()} values={{}} errors={{}} {...given} />
    </>,
  )
}

async function takeKey(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  try {
    const madeKey = await makeKey(c, deps, { retailerId: c.var.retailer.retailerId }, values)
    return await showKeys(c, deps, { madeKey })
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await showKeys(c, deps, { values, errors: error.fields })
  }
}

async function takeRevocation(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const id = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => revokeApiKey(work, { retailerId, id }))
  leaveFlash(c, 'good', texts.revoked)
  return c.redirect(path, 303)
}
