import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { streamBlob } from '../../db/blobs.ts'
import type { Work } from '../../db/work.ts'
import { reprocessMessage } from '../../engine/messages/reprocess.ts'
import { resendMessage } from '../../engine/messages/resend.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { chosenIn, runBulk } from '../lists/bulk.tsx'
import { type Cursor, readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import { latestOf } from '../live/topics.ts'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { allowPdfFrame, sendPdf } from '../shared/pdf-file.ts'
import { streamed } from '../shared/streamed.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idParam } from '../ui/request.ts'
import { firstBytes, kindOfBytes, previewSize, readableText } from './bytes-preview.ts'
import { evidenceCertificates } from './channels/evidence.tsx'
import { DocumentPage } from './document-page.tsx'
import { loadDocument, readSet } from './document-query.ts'
import { messageCauses } from './message-causes-query.ts'
import { MessagePage } from './message-page.tsx'
import { MessagesList, messagesFile } from './messages-list.tsx'
import { listJournal, messagesList, stuckFilters } from './messages-list-query.ts'
import { loadMessage, relatedMessages } from './messages-query.ts'
import { partnerNames } from './partner-names.ts'
import { inWords, texts } from './texts.ts'

const t = texts.messages
const path = '/retailer/messages'

/** The journal: every message in or out, its bytes, and sending again. */
export function messageRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showMessages(c, deps))
  app.get('/file', c => sendMessages(c, deps))
  app.post('/bulk', needs('operate'), c => takeBulk(c, deps))
  app.get('/:id', c => showMessage(c, deps))
  app.post('/:id/reprocess', needs('operate'), c => takeReprocess(c, deps))
  app.get('/:id/documents/:document', c => showDocument(c, deps))
  app.get('/:id/bytes', c => sendBytes(c, deps))
  app.get('/:id/pdf', c => showPdf(c, deps))
  app.post('/:id/resend', needs('operate'), c => takeResend(c, deps))
  return app
}

async function showMessages(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const { userId, timeZone } = c.var.viewer
  const state = readState(c.req.query(), messagesList)
  // How it stood before the list was read: what comes in between is told rather than missed.
  const latest = await latestOf(hub.orm, 'messages', retailerId)
  const sumsUp = stuckFilters.some(filter => filter === state.filter) && !state.fields.cause && !state.after
  const [listed, views, partners, causes] = await Promise.all([
    listJournal(hub.orm, retailerId, state, timeZone),
    viewsOf(hub.orm, { retailerId, userId }, 'messages'),
    partnerNames(hub.orm, retailerId),
    sumsUp ? messageCauses(hub.orm, retailerId, state.filter) : [],
  ])
  const props = { ...listed, state, views, userId, partners, causes, latest, mayOperate: may(role, 'operate') }
  return page(c, { title: t.title, current: 'messages' }, <MessagesList {...props} />)
}

async function sendMessages(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const state = readState(c.req.query(), messagesList)
  const columns = messagesFile(await partnerNames(hub.orm, retailerId))
  const { timeZone } = c.var.viewer
  return csvStream(c, 'messages', columns, (after?: Cursor) =>
    listJournal(hub.orm, retailerId, { ...state, after }, timeZone, rowsAtOnce),
  )
}

/** What can be done to several messages at once. */
const bulkActions = {
  resend: { title: texts.message.resend, done: texts.message.resentMany, run: resendMessage },
  reprocess: { title: texts.message.reprocess, done: texts.message.reprocessedMany, run: reprocessMessage },
} as const

async function takeBulk(c: PortalContext, deps: PortalDeps) {
  const form = await formValues(c)
  const action = (Object.keys(bulkActions) as (keyof typeof bulkActions)[]).find(name => name === form.action)
  if (!action) throw new ApplicationError('invalid-input', texts.message.bulkUnknown)
  const { title, done, run } = bulkActions[action]
  const { retailerId } = c.var.retailer
  const back = `${path}?${new URLSearchParams(form.query ?? '')}`
  const one = (work: Work, messageId: string) => run(work, { retailerId, messageId })
  return await runBulk(c, deps, { ids: chosenIn(form), back, title, current: 'messages', done, run: one })
}

async function takeReprocess(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const messageId = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => reprocessMessage(work, { retailerId, messageId }))
  leaveFlash(c, 'good', texts.message.reprocessed)
  return c.redirect(`${path}/${messageId}`, 303)
}

async function showMessage(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadMessage(hub.orm, retailerId, idParam(c))
  const { message } = loaded
  const { bytes, cut } = await firstBytes(streamBlob(hub.orm, retailerId, message.blobId), previewSize)
  const kind = kindOfBytes(bytes)
  if (kind === 'pdf') allowPdfFrame(c)
  const partners = await partnerNames(hub.orm, retailerId)
  const canBeResent = message.direction === 'out' && ['failed', 'sent', 'retrying'].includes(message.status)
  const hasRejected = message.status === 'rejected' || loaded.documents.some(row => row.status === 'rejected')
  const props = {
    ...loaded,
    kind,
    text: kind === 'text' ? readableText(bytes) : '',
    cut,
    partner: partners.get(message.partnershipId ?? ''),
    certificates: await evidenceCertificates(hub.orm, retailerId, loaded.timeline),
    related: await relatedMessages(hub.orm, retailerId, message.id),
    mayResend: canBeResent && may(role, 'operate'),
    mayReprocess: message.direction === 'in' && hasRejected && may(role, 'operate'),
  }
  return page(c, { title: message.fileName ?? message.wireId, current: 'messages' }, <MessagePage {...props} />)
}

async function showDocument(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const loaded = await loadDocument(hub.orm, retailerId, idParam(c), idParam(c, 'document'))
  const from = Number(c.req.query('from') ?? '1')
  const view = await readSet(hub.orm, loaded, Number.isSafeInteger(from) ? from : 1)
  const title = `${inWords(loaded.document.kind)} ${loaded.document.number}`
  return page(c, { title, current: 'messages' }, <DocumentPage {...loaded} view={view} />)
}

/** A message that is a PDF, for the frame on its page: what is none is not found here. */
async function showPdf(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { message } = await loadMessage(deps.hub.orm, retailerId, idParam(c))
  const { bytes } = await firstBytes(streamBlob(deps.hub.orm, retailerId, message.blobId), previewSize)
  if (kindOfBytes(bytes) !== 'pdf') throw new ApplicationError('not-found', texts.message.noPdf)
  return sendPdf(c, deps, { ...message, name: message.fileName ?? `${message.id}.pdf` })
}

/** The exact bytes, as a file that no browser opens by itself. */
async function sendBytes(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { message } = await loadMessage(hub.orm, retailerId, idParam(c))
  const name = (message.fileName ?? message.id).replace(/[^A-Za-z0-9._-]/g, '_')
  c.header('Content-Type', 'application/octet-stream')
  c.header('Content-Length', String(message.size))
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  return streamed(c, streamBlob(hub.orm, retailerId, message.blobId))
}

async function takeResend(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const messageId = idParam(c)
  await loadMessage(hub.orm, retailerId, messageId)
  await hub.work(actorOf(c.var.viewer), work => resendMessage(work, { retailerId, messageId }))
  leaveFlash(c, 'good', texts.message.resent)
  return c.redirect(`${path}/${messageId}`, 303)
}
