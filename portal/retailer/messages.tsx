import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { streamBlob } from '../../db/blobs.ts'
import { resendMessage } from '../../engine/messages/resend.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { page } from '../ui/page.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { idParam, type ListQuery, listHref, listQuery } from '../ui/request.ts'
import { Empty } from '../ui/table.tsx'
import { firstBytes, previewSize, readableText } from './bytes-preview.ts'
import { evidenceCertificates } from './channels/evidence.tsx'
import { DocumentPage } from './document-page.tsx'
import { loadDocument, readSet } from './document-query.ts'
import { MessagePage } from './message-page.tsx'
import { type ListedMessage, listMessages, loadMessage, type MessageFilter, messageFilters } from './messages-query.ts'
import { MessagesTable } from './messages-table.tsx'
import { partnerNames } from './partner-names.ts'
import { inWords, texts } from './texts.ts'

const t = texts.messages
const path = '/retailer/messages'

/** The journal: every message in or out, its bytes, and sending again. */
export function messageRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showMessages(c, deps))
  app.get('/:id', c => showMessage(c, deps))
  app.get('/:id/documents/:document', c => showDocument(c, deps))
  app.get('/:id/bytes', c => sendBytes(c, deps))
  app.post('/:id/resend', needs('operate'), c => takeResend(c, deps))
  return app
}

async function showMessages(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const query = listQuery(c, messageFilters, 'all', 'all')
  const listed = await listMessages(hub.orm, retailerId, query)
  const partners = await partnerNames(hub.orm, retailerId)
  return page(c, { title: t.title, current: 'messages' }, <ListPage query={query} partners={partners} {...listed} />)
}

async function showMessage(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadMessage(hub.orm, retailerId, idParam(c))
  const { message } = loaded
  const { bytes, cut } = await firstBytes(streamBlob(hub.orm, retailerId, message.blobId), previewSize)
  const partners = await partnerNames(hub.orm, retailerId)
  const canBeResent = message.direction === 'out' && ['failed', 'sent', 'retrying'].includes(message.status)
  const props = {
    ...loaded,
    text: readableText(bytes),
    cut,
    partner: partners.get(message.partnershipId ?? ''),
    certificates: await evidenceCertificates(hub.orm, retailerId, loaded.timeline),
    mayResend: canBeResent && may(role, 'operate'),
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

/** The exact bytes, as a file that no browser opens by itself. */
async function sendBytes(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { message } = await loadMessage(hub.orm, retailerId, idParam(c))
  const name = (message.fileName ?? message.id).replace(/[^A-Za-z0-9._-]/g, '_')
  c.header('Content-Type', 'application/octet-stream')
  c.header('Content-Length', String(message.size))
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  return stream(c, async body => {
    for await (const chunk of streamBlob(hub.orm, retailerId, message.blobId)) await body.write(chunk)
  })
}

async function takeResend(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const messageId = idParam(c)
  await loadMessage(hub.orm, retailerId, messageId)
  await hub.work(actorOf(c.var.viewer), work => resendMessage(work, { retailerId, messageId }))
  leaveFlash(c, 'good', texts.message.resent)
  return c.redirect(`${path}/${messageId}`, 303)
}

function ListPage(props: {
  query: ListQuery<MessageFilter>
  rows: ListedMessage[]
  older: string | undefined
  partners: ReadonlyMap<string, string>
}) {
  const { query, rows, older } = props
  return (
    <>
      <PageHeader title={t.title} />
      <div class="toolbar">
        <Filters
          label="Show"
          options={messageFilters.map(filter => ({
            href: listHref(path, query, { show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter }} value={query.search} label={t.search} />
      </div>
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <MessagesTable rows={rows} partners={props.partners} />
      )}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older && listHref(path, query, { after: older })}
        shown={rows.length}
      />
    </>
  )
}
