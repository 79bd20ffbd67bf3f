import { Hono } from 'hono'
import { type HandOver, handOver } from '../../../partners/certificates/hand-over.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { answerSheet } from '../../shared/certificate-answers.ts'
import { HandOverPage } from '../../shared/hand-over-page.tsx'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { path } from './list-page.tsx'
import { texts as t } from './texts.ts'

/** What a partner is handed to set its station up: our facts, our certificates, and theirs as we know them. */
export function handOverRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/hand-over/:id', c => showHandOver(c, deps))
  app.get('/hand-over/:id/sheet', async c => answerSheet(c, await load(c, deps)))
  return app
}

function load(c: PortalContext, { hub, as2Url }: PortalDeps): Promise<HandOver> {
  const { retailerId } = c.var.retailer
  return handOver(hub.orm, { retailerId, partnershipId: idParam(c), as2Url })
}

async function showHandOver(c: PortalContext, deps: PortalDeps) {
  const facts = await load(c, deps)
  const title = `For ${facts.supplierName}`
  const props = {
    facts,
    title,
    about: t.handOverAbout,
    back: { href: path, word: t.title },
    sheet: `${path}/hand-over/${idParam(c)}/sheet`,
    fileHref: (id: string) => `${path}/${id}/file`,
    pageHref: (id: string) => `${path}/${id}`,
  }
  return page(c, { title, current: 'certificates' }, <HandOverPage {...props} />)
}
