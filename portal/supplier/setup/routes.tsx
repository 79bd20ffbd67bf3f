import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { setContainerPrefix } from '../../../engine/packing/container-prefix.ts'
import { revokeApiKey } from '../../../partners/api-keys/revoke.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { makeKey } from '../../settings/api-keys/make-key.ts'
import { texts as keyTexts } from '../../settings/api-keys/texts.ts'
import { supplierDeliveryRoutes } from '../../shared/delivery/routes.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { baseOf } from '../order-routes.tsx'
import { addressRoutes } from './addresses/routes.tsx'
import { certificateRoutes } from './certificates.tsx'
import { SetupPage } from './page.tsx'
import { loadSetup } from './query.ts'
import { TestedPage } from './tested-page.tsx'
import { texts } from './texts.ts'

/** A supplier's set-up: channel, certificates, package numbers, API keys. */
export function setupRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps))
  app.post('/container-prefix', needs('ship'), c => takePrefix(c, deps))
  app.post('/keys', needs('manage-people'), c => takeKey(c, deps))
  app.post('/keys/:id/revocation', needs('manage-people'), c => revokeKey(c, deps))
  app.route('/addresses', addressRoutes(deps))
  app.route('/delivery', supplierDeliveryRoutes(deps))
  app.route('/certificates', certificateRoutes(deps, show))
  app.post('/connection-test', needs('manage-people'), c => tryConnection(c, deps))
  return app
}

interface Shown {
  values?: FormValues
  errors?: Record<string, string>
  madeKey?: string
}

async function show(c: PortalContext, { hub, testConnection }: PortalDeps, shown: Shown = {}) {
  const { role } = c.var.supplier
  const setup = await loadSetup(hub.orm, c.var.supplier)
  const { values = {}, errors = {}, madeKey } = shown
  const keys = may(role, 'manage-people')
  const tested = setup.channel !== undefined && setup.channel.transport !== 'portal'
  const props = {
    base: baseOf(c),
    setup,
    supplierId: c.var.supplier.supplierId,
    now: hub.now(),
    may: { keys, prefix: may(role, 'ship'), certificates: keys && setup.channel?.transport === 'as2' },
    mayTest: keys && tested && testConnection !== undefined,
    values,
    errors,
    madeKey,
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  // A page with a key in it is kept nowhere.
  if (madeKey) c.header('Cache-Control', 'no-store')
  return page(c, { title: texts.title, current: 'setup', status }, <SetupPage {...props} />)
}

/** Runs a command; what is wrong with its input is shown at the fields. */
async function tryForm(c: PortalContext, deps: PortalDeps, values: FormValues, run: () => Promise<Response>) {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return show(c, deps, { values, errors: error.fields })
  }
}

async function takePrefix(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { supplierId, retailerId: viaRetailerId } = c.var.supplier
  const { prefix = '', extension = '', startAt = '' } = values
  return await tryForm(c, deps, values, async () => {
    await deps.hub.work(actorOf(c.var.viewer), work =>
      setContainerPrefix(work, { supplierId, viaRetailerId, prefix, extension, startAt }),
    )
    leaveFlash(c, 'good', texts.prefix.saved)
    return c.redirect(`${baseOf(c)}/setup`, 303)
  })
}

async function takeKey(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { supplierId } = c.var.supplier
  return await tryForm(c, deps, values, async () => {
    return show(c, deps, { madeKey: await makeKey(c, deps, { supplierId }, values) })
  })
}

async function revokeKey(c: PortalContext, deps: PortalDeps) {
  const { supplierId } = c.var.supplier
  const id = idParam(c)
  await deps.hub.work(actorOf(c.var.viewer), work => revokeApiKey(work, { supplierId, id }))
  leaveFlash(c, 'good', keyTexts.revoked)
  return c.redirect(`${baseOf(c)}/setup`, 303)
}

async function tryConnection(c: PortalContext, { testConnection }: PortalDeps) {
  const { retailerId, partnershipId } = c.var.supplier
  const result = await testConnection?.({ retailerId, partnershipId })
  if (result) {
    return page(c, { title: texts.title, current: 'setup' }, <TestedPage base={baseOf(c)} result={result} />)
  }
  leaveFlash(c, 'info', texts.channel.untestable)
  return c.redirect(`${baseOf(c)}/setup`, 303)
}
