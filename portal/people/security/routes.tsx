import { Hono } from 'hono'
import { changeSecurity, loadSecurity } from '../../../engine/people/security-settings.ts'
import { needs } from '../../auth/guard.ts'
import { openProvider } from '../../auth/open-id/provider.ts'
import { callbackAddress } from '../../auth/open-id/routes.tsx'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { retailerSlug } from '../query.ts'
import { texts } from '../texts.ts'
import { formOf, type ProviderForm, providerForm, providerSettings, rulesFrom } from './form.ts'
import { SignInRulesPage } from './page.tsx'

const t = texts.security
const path = '/retailer/security'

/** `/retailer/security`: how a retailer's data may be signed in to, for its administrators. */
export function securityRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const manage = needs('manage-people')
  app.get('/', manage, c => showSecurity(c, deps))
  app.post('/', manage, c => takeRules(c, deps))
  app.post('/provider', manage, c => takeProvider(c, deps))
  app.post('/provider/removal', manage, c => takeRemoval(c, deps))
  return app
}

async function showSecurity(
  c: PortalContext,
  { hub, publicUrl }: PortalDeps,
  given?: { values: FormValues; errors: Record<string, string> },
) {
  const { retailerId } = c.var.retailer
  const security = await loadSecurity(hub.orm, retailerId)
  const { clientSecret: _, ...values } = given?.values ?? formOf(security.openId)
  const callback = callbackAddress(publicUrl, await retailerSlug(hub.orm, retailerId))
  const props = { security, values, errors: given?.errors ?? {}, callback }
  return await page(
    c,
    { title: t.title, current: 'security', status: given ? 422 : 200 },
    <SignInRulesPage {...props} />,
  )
}

async function takeRules(c: PortalContext, { hub }: PortalDeps) {
  const rules = rulesFrom(await formValues(c))
  await hub.work(actorOf(c.var.viewer), work => changeSecurity(work, c.var.retailer.retailerId, rules))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(path, 303)
}

async function takeProvider(c: PortalContext, deps: PortalDeps) {
  const { hub, box } = deps
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const read = providerForm(deps.callOut?.allowPlain ?? false).safeParse(values)
  if (!read.success) {
    const errors: Record<string, string> = {}
    for (const issue of read.error.issues) errors[String(issue.path[0])] ??= issue.message
    return await showSecurity(c, deps, { values, errors })
  }
  const openId = providerSettings(read.data, await secretFor(c, deps, read.data))
  const failure = await openProvider({ box, ...(deps.callOut && { callOut: deps.callOut }) }, openId).then(
    () => undefined,
    (error: Error) => error,
  )
  if (failure)
    return await showSecurity(c, deps, { values, errors: { issuer: `${t.unreachable}: ${failure.message}` } })
  await hub.work(actorOf(c.var.viewer), work => changeSecurity(work, retailerId, { openId }))
  leaveFlash(c, 'good', t.providerSaved)
  return c.redirect(path, 303)
}

/** The secret that was entered, sealed; or the one that is kept, as long as it is for the same client of the same provider. */
async function secretFor(c: PortalContext, { hub, box }: PortalDeps, form: ProviderForm): Promise<string | undefined> {
  if (form.clientSecret) return box.seal(form.clientSecret)
  const { openId } = await loadSecurity(hub.orm, c.var.retailer.retailerId)
  return openId?.issuer === form.issuer && openId.clientId === form.clientId ? openId.clientSecret : undefined
}

async function takeRemoval(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  await hub.work(actorOf(c.var.viewer), work => changeSecurity(work, retailerId, { openId: null }))
  leaveFlash(c, 'good', t.providerRemoved)
  return c.redirect(path, 303)
}
