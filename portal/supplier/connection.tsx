import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { type HandOver, handOver } from '../../partners/certificates/hand-over.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { answerCertificateFile, answerSheet } from '../shared/certificate-answers.ts'
import { HandOverPage } from '../shared/hand-over-page.tsx'
import { page } from '../ui/page.tsx'
import { idParam } from '../ui/request.ts'
import { baseOf } from './order-routes.tsx'
import { texts } from './texts.ts'

const t = texts.connection

/** What a supplier's AS2 station needs to know of the retailer's, for whoever sets it up there. */
export function connectionRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showConnection(c, deps))
  app.get('/sheet', async c => answerSheet(c, await load(c, deps)))
  app.get('/:id/file', c => sendFile(c, deps))
  return app
}

function load(c: PortalContext, { hub, as2Url }: PortalDeps): Promise<HandOver> {
  const { retailerId, partnershipId } = c.var.supplier
  return handOver(hub.orm, { retailerId, partnershipId, as2Url })
}

async function showConnection(c: PortalContext, deps: PortalDeps) {
  const path = `${baseOf(c)}/connection`
  const props = {
    facts: await load(c, deps),
    title: t.title,
    about: t.about,
    sheet: `${path}/sheet`,
    fileHref: (id: string) => `${path}/${id}/file`,
  }
  return page(c, { title: t.title, current: 'connection' }, <HandOverPage {...props} />)
}

/** Only a certificate that stands on the page: one in use between these two. */
async function sendFile(c: PortalContext, deps: PortalDeps) {
  const id = idParam(c)
  const { ours, theirs } = await load(c, deps)
  const row = [...ours, ...theirs].find(one => one.id === id)
  if (!row) throw new ApplicationError('not-found', 'There is no such certificate.')
  return answerCertificateFile(c, row)
}
