import { Hono } from 'hono'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type Cursor, readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import { latestOf } from '../live/topics.ts'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Facts, PageHeader } from '../ui/parts.tsx'
import { idParam } from '../ui/request.ts'
import { Time } from '../ui/time.tsx'
import { type Colleague, colleagues, ExceptionAssignment, takeAssignment } from './exception-assignment.tsx'
import { ExceptionComments, loadComments, takeComment } from './exception-comments.tsx'
import { ExceptionDecision, takeDecision } from './exception-decision.tsx'
import { takeExceptionsBulk } from './exceptions-bulk.tsx'
import { About, AtStake, ExceptionsList, exceptionsFile } from './exceptions-list.tsx'
import { exceptionsList, type LoadedException, listExceptions, loadException } from './exceptions-query.ts'
import { partnerNames } from './partner-names.ts'
import { exceptionWords, inWords, texts } from './texts.ts'

const t = texts.exceptions
const path = '/retailer/exceptions'

/** Everything that needs a person. Those about invoices are decided on the invoice's page. */
export function exceptionRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showExceptions(c, deps))
  app.get('/file', c => sendExceptions(c, deps))
  app.get('/:id', c => showException(c, deps))
  app.post('/bulk', needs('operate'), c => takeExceptionsBulk(c, deps))
  app.post('/:id/assignment', needs('operate'), c => takeAssignment(c, deps))
  app.post('/:id/comments', needs('operate'), c => takeComment(c, deps))
  app.post('/:id/resolution', needs('operate'), c => takeResolution(c, deps))
  return app
}

async function showExceptions(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const { userId, timeZone } = c.var.viewer
  const state = readState(c.req.query(), exceptionsList)
  // How it stood before the list was read: what comes in between is told rather than missed.
  const latest = await latestOf(hub.orm, 'exceptions', retailerId)
  const [listed, views, partners] = await Promise.all([
    listExceptions(hub.orm, { retailerId, userId, timeZone }, state),
    viewsOf(hub.orm, { retailerId, userId }, 'exceptions'),
    partnerNames(hub.orm, retailerId),
  ])
  const mayDecide = state.filter !== 'resolved' && may(role, 'operate')
  const props = { ...listed, state, views, userId, partners, mayDecide, latest }
  return page(c, { title: t.title, current: 'exceptions' }, <ExceptionsList {...props} />)
}

async function sendExceptions(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const reader = { retailerId, userId: c.var.viewer.userId, timeZone: c.var.viewer.timeZone }
  const state = readState(c.req.query(), exceptionsList)
  const columns = exceptionsFile(await partnerNames(hub.orm, retailerId))
  return csvStream(c, 'exceptions', columns, (after?: Cursor) =>
    listExceptions(hub.orm, reader, { ...state, after }, rowsAtOnce),
  )
}

async function showException(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadException(hub.orm, retailerId, idParam(c))
  const partners = await partnerNames(hub.orm, retailerId)
  const { exception } = loaded
  const mayResolve = may(role, 'operate')
  const people = mayResolve && !exception.resolvedAt ? await colleagues(hub.orm, retailerId) : []
  const comments = await loadComments(hub.orm, exception)
  const props = { ...loaded, comments, partner: partners.get(exception.partnershipId ?? ''), mayResolve, people }
  return page(c, { title: exceptionWords[exception.kind], current: 'exceptions' }, <ExceptionPage {...props} />)
}

async function takeResolution(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const form = await formValues(c)
  const { exception } = await loadException(hub.orm, retailerId, idParam(c))
  await hub.work(actorOf(c.var.viewer), work => takeDecision(work, exception, form))
  leaveFlash(c, 'good', t.resolved)
  return c.redirect(path, 303)
}

/** Delivery failures are named by one word with hyphens; numbers and sentences stay as they are. */
const inPlainWords = (text: string) => (/^[a-z]+(-[a-z]+)+$/.test(text) ? inWords(text) : text)

type ExceptionPageProps = LoadedException & {
  partner: string | undefined
  mayResolve: boolean
  people: Colleague[]
  comments: Awaited<ReturnType<typeof loadComments>>
}

function ExceptionPage(props: ExceptionPageProps) {
  const { exception } = props
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={exceptionWords[exception.kind]}
        about={exception.summary}
      />
      <div class="columns">
        <div class="stack">
          <div class="card">
            <Facts
              rows={[
                ['About', <About row={props} />],
                ['Partner', props.partner],
                [t.assignment.who, props.assignee],
                [t.expected, exception.expected],
                [t.actual, exception.actual && inPlainWords(exception.actual)],
                [t.atStake, exception.atStake && <AtStake row={props} />],
                ['Since', <Time at={exception.raisedAt} />],
                ['Resolved', exception.resolvedAt && <Time at={exception.resolvedAt} />],
                ['By', exception.resolvedBy],
                ['How', exception.resolution],
                ['Note', exception.note],
              ]}
            />
          </div>
          <ExceptionComments exception={exception} comments={props.comments} mayComment={props.mayResolve} />
        </div>
        {exception.resolvedAt ? null : (
          <div class="stack">
            <ExceptionDecision exception={exception} mayResolve={props.mayResolve} />
            {props.mayResolve ? (
              <ExceptionAssignment exceptionId={exception.id} assignedTo={exception.assignedTo} people={props.people} />
            ) : null}
          </div>
        )}
      </div>
    </>
  )
}
