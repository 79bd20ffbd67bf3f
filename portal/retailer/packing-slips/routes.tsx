import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import {
  type Brand,
  type BrandLook,
  brandAsSet,
  changeBrand,
  channelsSeen,
  everywhere,
  loadBrands,
} from '../../../engine/packing/brand.ts'
import { exampleSlip } from '../../../engine/packing/example-slip.ts'
import { checkLogo, type LogoFile } from '../../../engine/packing/logo.ts'
import { packingSlipsPdf } from '../../../translators/labels/index.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { answerPdf } from '../../print/answer-pdf.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PackingSlipsPage } from './page.tsx'
import { texts } from './texts.ts'

const path = '/retailer/packing-slips'
const fields = ['name', 'ink', 'accent', 'about', 'thanks', 'returns', 'sender'] as const

/** How the packing slips that suppliers print look, everywhere and by sales channel. */
export function packingSlipRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps, c.req.query('channel') ?? everywhere))
  app.post('/', needs('operate'), c => take(c, deps))
  app.get('/example', c => sendExample(c, deps))
  return app
}

interface Given {
  values: FormValues
  errors: Record<string, string>
  /** A logo that is good, though not saved yet. */
  logo?: LogoFile | 'remove' | undefined
}

async function show(c: PortalContext, { hub }: PortalDeps, channel: string, given?: Given) {
  const { retailerId, role } = c.var.retailer
  const set = await brandAsSet(hub.orm, retailerId, channel)
  const brandOf = await loadBrands(hub.orm, retailerId)
  const values = given?.values ?? valuesOf(set?.look ?? {})
  const errors = given?.errors ?? {}
  const brand = given ? withGiven(brandOf(channel), brandOf(everywhere), given) : brandOf(channel)
  const seen = await channelsSeen(hub.orm, retailerId)
  const props = {
    ...{ path, channel, values, errors },
    channels: channel === everywhere || seen.includes(channel) ? seen : [...seen, channel],
    hasLogo: set?.logo !== undefined,
    mayChange: may(role, 'operate'),
    slip: exampleSlip(brand, hub.now().toISOString().slice(0, 10)),
    isSaved: given === undefined,
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return await page(c, { title: texts.title, current: 'packing-slips', status }, <PackingSlipsPage {...props} />)
}

function valuesOf(look: BrandLook): FormValues {
  return Object.fromEntries(Object.entries(look).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** What would come out of a form: what is wrong or empty in it is as before, or as everywhere. */
function withGiven(before: Brand, common: Brand, { values, errors, logo }: Given): Brand {
  const good = fields.filter(name => values[name]?.trim() && !errors[name])
  const look = Object.fromEntries(good.map(name => [name, values[name]!.trim()]))
  const { logo: kept = common.logo } = before
  const shown = logo === 'remove' ? common.logo : (logo ?? kept)
  const { logo: _, ...rest } = common
  return { ...rest, ...look, ...(shown && { logo: shown }) }
}

async function take(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { channel = everywhere, action, removeLogo, ...values } = await formValues(c)
  let logo: LogoFile | 'remove' | undefined = removeLogo === 'on' ? 'remove' : undefined
  try {
    logo = (await givenLogo(c)) ?? logo
    if (action === 'look') return await show(c, deps, channel, { values, errors: {}, logo })
    const look = Object.fromEntries(fields.map(name => [name, values[name] ?? '']))
    const command = { retailerId, channel, look, ...(logo && { logo }) }
    await deps.hub.work(actorOf(c.var.viewer), work => changeBrand(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await show(c, deps, channel, { values, errors: error.fields, logo })
  }
  leaveFlash(c, 'good', texts.saved)
  return c.redirect(channel === everywhere ? path : `${path}?channel=${encodeURIComponent(channel)}`, 303)
}

async function givenLogo(c: PortalContext): Promise<LogoFile | undefined> {
  const { logo } = await c.req.parseBody()
  if (!(logo instanceof File) || logo.size === 0) return undefined
  return await checkLogo(await logo.bytes())
}

async function sendExample(c: PortalContext, { hub }: PortalDeps) {
  const brandOf = await loadBrands(hub.orm, c.var.retailer.retailerId)
  const now = hub.now().toISOString()
  const slip = exampleSlip(brandOf(c.req.query('channel') ?? everywhere), now.slice(0, 10))
  return answerPdf(c, packingSlipsPdf([slip], now), 'packing-slip-example')
}
