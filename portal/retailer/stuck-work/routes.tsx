import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { DeadLetter } from '../../../db/hub-database.ts'
import { recordChange } from '../../../partners/audit.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { csvStream } from '../../shared/csv-stream.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { partnerNames } from '../partner-names.ts'
import { StuckWorkPage, stuckWorkFile } from './page.tsx'
import { type CauseGroup, causeGroups, deadLettersOf, withPartners } from './query.ts'
import { texts as t } from './texts.ts'

const path = '/retailer/stuck-work'

/** Jobs that failed at every try, by cause: what they were to do, why they could not, trying once more, and giving them up with a reason. */
export function stuckWorkRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showStuckWork(c, deps))
  app.get('/file', c => sendStuckWork(c, deps))
  app.post('/:id/retry', needs('operate'), c => takeRetry(c, deps))
  app.post('/groups/retry', needs('operate'), c => takeGroupRetry(c, deps))
  app.post('/groups/dismissal', needs('operate'), c => takeDismissal(c, deps))
  return app
}

async function groupsOf(c: PortalContext, { hub }: PortalDeps): Promise<CauseGroup[]> {
  const { retailerId } = c.var.retailer
  return causeGroups(await withPartners(hub, retailerId, await deadLettersOf(hub, retailerId)))
}

async function showStuckWork(c: PortalContext, deps: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const props = {
    groups: await groupsOf(c, deps),
    partners: await partnerNames(deps.hub.orm, retailerId),
    mayOperate: may(role, 'operate'),
  }
  return page(c, { title: t.title, current: 'stuck-work' }, <StuckWorkPage {...props} />)
}

async function sendStuckWork(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const columns = stuckWorkFile(await partnerNames(deps.hub.orm, retailerId))
  const rows = (await groupsOf(c, deps)).flatMap(group => group.letters.map(letter => ({ group, letter })))
  return csvStream(c, 'stuck-work', columns, async () => ({ rows, next: undefined }))
}

async function takeRetry(c: PortalContext, { hub }: PortalDeps) {
  const id = idParam(c)
  const isOurs = (await deadLettersOf(hub, c.var.retailer.retailerId)).some(letter => letter.id === id)
  if (!isOurs) throw new ApplicationError('not-found', t.gone)
  await hub.retryDeadLetters([id])
  leaveFlash(c, 'good', t.retried(1))
  return c.redirect(path, 303)
}

/** The jobs of the group that the form names: as many as there are by now. */
async function chosenGroup(c: PortalContext, deps: PortalDeps, key: string | undefined): Promise<DeadLetter[]> {
  const group = (await groupsOf(c, deps)).find(one => one.key === key)
  if (!group) throw new ApplicationError('not-found', t.gone)
  return group.letters
}

async function takeGroupRetry(c: PortalContext, deps: PortalDeps) {
  const { group } = await formValues(c)
  const letters = await chosenGroup(c, deps, group)
  await deps.hub.retryDeadLetters(letters.map(letter => letter.id))
  leaveFlash(c, 'good', t.retried(letters.length))
  return c.redirect(path, 303)
}

async function takeDismissal(c: PortalContext, deps: PortalDeps) {
  const { group, reason = '' } = await formValues(c)
  const letters = await chosenGroup(c, deps, group)
  if (reason.trim() === '') throw new ApplicationError('invalid-input', t.reasonMissing)
  const { retailerId } = c.var.retailer
  await deps.hub.work(actorOf(c.var.viewer), async work => {
    await deps.hub.dismissDeadLetters(
      work,
      letters.map(letter => letter.id),
    )
    await recordChange(work, {
      retailerId,
      action: 'stuck-work.given-up',
      subject: letters[0]!.name,
      before: null,
      after: { reason: reason.trim(), jobs: letters.map(({ id, payload }) => ({ id, payload })) },
    })
  })
  leaveFlash(c, 'good', t.dismissed(letters.length))
  return c.redirect(path, 303)
}
