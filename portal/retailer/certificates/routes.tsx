import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Work } from '../../../db/work.ts'
import { settleWarnings } from '../../../engine/certificates/watch.ts'
import { shortName } from '../../../partners/certificates/describe-certificate.ts'
import { retireCertificate, revokeCertificate } from '../../../partners/certificates/end.ts'
import { scheduleUse } from '../../../partners/certificates/schedule.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { answerCertificateFile } from '../../shared/certificate-answers.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { CertificatePage } from './certificate-page.tsx'
import { createRoutes } from './create.tsx'
import { useFrom } from './forms.ts'
import { handOverRoutes } from './hand-over.tsx'
import { importRoutes } from './import.tsx'
import { ListPage, path } from './list-page.tsx'
import { listCertificates, listPartnersForCertificates, listRequests, loadCertificate } from './query.ts'
import { requestRoutes } from './requests.tsx'
import { texts as t } from './texts.ts'

/** What AS2 messages are protected with: all certificates, and everything that is done with them. */
export function certificateRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showList(c, deps))
  app.route('/', createRoutes(deps))
  app.route('/', importRoutes(deps))
  app.route('/', handOverRoutes(deps))
  app.route('/', requestRoutes(deps))
  app.get('/:id', c => showCertificate(c, deps))
  app.get('/:id/file', c => sendFile(c, deps))
  app.post('/:id/use-from', needs('operate'), c => takeSchedule(c, deps))
  app.post('/:id/retirement', needs('operate'), c => takeRetirement(c, deps))
  app.post('/:id/revocation', needs('operate'), c => takeRevocation(c, deps))
  return app
}

async function showList(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const props = {
    rows: await listCertificates(hub.orm, retailerId),
    requests: await listRequests(hub.orm, retailerId),
    partners: await listPartnersForCertificates(hub.orm, retailerId),
    mayChange: may(role, 'operate'),
    now: hub.now(),
  }
  return page(c, { title: t.title, current: 'certificates' }, <ListPage {...props} />)
}

async function showCertificate(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}) {
  const { retailerId, role } = c.var.retailer
  const row = await loadCertificate(hub.orm, retailerId, idParam(c))
  const props = { row, errors, mayChange: may(role, 'operate'), now: hub.now() }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: shortName(row.subject), current: 'certificates', status }, <CertificatePage {...props} />)
}

async function sendFile(c: PortalContext, { hub }: PortalDeps) {
  return answerCertificateFile(c, await loadCertificate(hub.orm, c.var.retailer.retailerId, idParam(c)))
}

/** Does something to the certificate of this page; what is wrong with a field is shown beside it. */
async function change(c: PortalContext, deps: PortalDeps, done: string, run: (work: Work) => Promise<void>) {
  const { retailerId } = c.var.retailer
  try {
    await deps.hub.work(actorOf(c.var.viewer), async work => {
      await run(work)
      await settleWarnings(work, retailerId)
    })
  } catch (error) {
    if (error instanceof ApplicationError && error.code === 'invalid-input')
      return showCertificate(c, deps, error.fields)
    throw error
  }
  leaveFlash(c, 'good', done)
  return c.redirect(`${path}/${idParam(c)}`, 303)
}

async function takeSchedule(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const from = useFrom.safeParse(values.useFrom)
  if (!from.success) return showCertificate(c, deps, { useFrom: from.error.issues[0]!.message })
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), useFrom: from.data ?? deps.hub.now() }
  return change(c, deps, t.scheduled, work => scheduleUse(work, command))
}

async function takeRetirement(c: PortalContext, deps: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), reason: '' }
  return change(c, deps, t.retired, work => retireCertificate(work, command))
}

async function takeRevocation(c: PortalContext, deps: PortalDeps) {
  const { reason = '' } = await formValues(c)
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), reason }
  return change(c, deps, t.revoked, work => revokeCertificate(work, command))
}
