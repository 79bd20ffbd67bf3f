import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { replayActions } from '../../../db/schema/index.ts'
import { listReplays, loadReplay, refusedOf, startReplay, stopReplay } from '../../../engine/messages/replay.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { readState } from '../../lists/list-state.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { messagesList } from '../messages-list-query.ts'
import { partnerNames } from '../partner-names.ts'
import { countReplayable, replayable } from './query.ts'
import { mostRefused, ReplayPage } from './replay-page.tsx'
import { StartPage } from './start-page.tsx'
import { texts as t } from './texts.ts'

const path = '/retailer/messages/replays'
/** So many earlier replays are shown. */
const mostEarlier = 20

/** All messages that the journal's filter shows, sent or read again as work in the background. */
export function replayRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/new', needs('operate'), c => showStart(c, deps))
  app.post('/', needs('operate'), c => takeStart(c, deps))
  app.get('/:id', c => showReplay(c, deps))
  app.post('/:id/stop', needs('operate'), c => takeStop(c, deps))
  return app
}

async function showStart(c: PortalContext, { hub: { orm } }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const list = { state: readState(c.req.query(), messagesList), timeZone: c.var.viewer.timeZone }
  const [resend, reprocess] = await Promise.all(
    replayActions.map(action => countReplayable(orm, retailerId, action, list)),
  )
  const props = {
    state: list.state,
    counts: { resend: resend!, reprocess: reprocess! },
    partners: await partnerNames(orm, retailerId),
    earlier: await listReplays(orm, retailerId, mostEarlier),
  }
  return page(c, { title: t.title, current: 'messages' }, <StartPage {...props} />)
}

async function takeStart(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const form = await formValues(c)
  const action = replayActions.find(known => known === form.action)
  if (!action) throw new ApplicationError('invalid-input', t.unknown)
  const query = Object.fromEntries(new URLSearchParams(form.query ?? ''))
  const list = { state: readState(query, messagesList), timeZone: c.var.viewer.timeZone }
  const { id } = await hub.work(actorOf(c.var.viewer), async work =>
    startReplay(work, { retailerId, action, messageIds: await replayable(work.tx, retailerId, action, list) }),
  )
  leaveFlash(c, 'good', t.begun)
  return c.redirect(`${path}/${id}`, 303)
}

async function showReplay(c: PortalContext, { hub: { orm } }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const ref = { retailerId, replayId: idParam(c) }
  const replay = await loadReplay(orm, ref)
  if (!replay) throw new ApplicationError('not-found', t.gone)
  const props = { replay, refused: await refusedOf(orm, ref, mostRefused), mayOperate: may(role, 'operate') }
  return page(c, { title: t.actions[replay.action], current: 'messages' }, <ReplayPage {...props} />)
}

async function takeStop(c: PortalContext, { hub }: PortalDeps) {
  const replayId = idParam(c)
  const { retailerId } = c.var.retailer
  await hub.work(actorOf(c.var.viewer), work => stopReplay(work, { retailerId, replayId }))
  leaveFlash(c, 'good', t.stopped)
  return c.redirect(`${path}/${replayId}`, 303)
}
