import { Hono } from 'hono'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { showUpload, takeChoice, takeFile, type UploadPlace } from '../shared/uploads/take-upload.tsx'
import { baseOf } from './order-routes.tsx'
import { showStock } from './stock-list.tsx'
import { texts } from './texts.ts'

/** A supplier's uploaded files: matched, looked at and applied. */
export function stockUploadRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/', needs('stock'), c => takeUpload(c, deps))
  app.get('/:id', needs('stock'), c => showUpload(c, deps, placeOf(c)))
  app.post('/:id', needs('stock'), c => takeChoice(c, deps, placeOf(c)))
  return app
}

function placeOf(c: PortalContext): UploadPlace & { partnershipId: string } {
  const { retailerId, partnershipId } = c.var.supplier
  const at = `${baseOf(c)}/stock`
  return {
    ...{ retailerId, partnershipId, at: `${at}/uploads`, current: 'stock' },
    back: { href: at, word: texts.stock.title },
    runHref: runId => `${at}/feeds/${runId}`,
  }
}

async function takeUpload(c: PortalContext, deps: PortalDeps) {
  const taken = await takeFile(c, deps, placeOf(c))
  if ('href' in taken) return c.redirect(taken.href, 303)
  return showStock(c, deps, { values: {}, errors: { file: taken.error }, issues: [] })
}
