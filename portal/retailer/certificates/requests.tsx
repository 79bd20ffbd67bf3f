import { Hono } from 'hono'
import { discardRequest } from '../../../partners/certificates/request.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { Icon } from '../../ui/icons.tsx'
import { page } from '../../ui/page.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Time } from '../../ui/time.tsx'
import { path } from './list-page.tsx'
import { type ListedRequest, loadRequest } from './query.ts'
import { texts as t } from './texts.ts'

/** A request that waits for an authority: its file, and giving it up. */
export function requestRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/requests/:id', c => showRequest(c, deps))
  app.get('/requests/:id/file', c => sendRequest(c, deps))
  app.post('/requests/:id/discard', needs('operate'), c => takeDiscard(c, deps))
  return app
}

async function showRequest(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const row = await loadRequest(hub.orm, retailerId, idParam(c))
  const props = { row, mayChange: may(role, 'operate') }
  return page(c, { title: row.subject, current: 'certificates' }, <RequestPage {...props} />)
}

async function sendRequest(c: PortalContext, { hub }: PortalDeps) {
  const row = await loadRequest(hub.orm, c.var.retailer.retailerId, idParam(c))
  return c.body(row.request, 200, {
    'Content-Type': 'application/pkcs10',
    'Content-Disposition': 'attachment; filename="request.csr"',
  })
}

async function takeDiscard(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const id = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => discardRequest(work, { retailerId, id }))
  leaveFlash(c, 'good', t.discarded)
  return c.redirect(path, 303)
}

function RequestPage({ row, mayChange }: { row: ListedRequest; mayChange: boolean }) {
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={row.subject}
        about={
          <>
            Made <Time at={row.createdAt} />. Its key waits here for the authority’s answer.
          </>
        }
        action={
          <a class="button" href={`${path}/requests/${row.id}/file`}>
            <Icon name="export" />
            Request file (.csr)
          </a>
        }
      />
      <div class="columns">
        <Section title="Request">
          <pre class="bytes" tabindex={0}>
            {row.request}
          </pre>
        </Section>
        {mayChange ? (
          <aside class="stack">
            <a class="button button-primary" href={`${path}/import?whose=${whoseOf(row)}`}>
              Import the answer
            </a>
            <form method="post" action={`${path}/requests/${row.id}/discard`}>
              <button type="submit" class="button button-bad" data-confirm={t.discardSure}>
                {t.discard}
              </button>
            </form>
          </aside>
        ) : null}
      </div>
    </>
  )
}

const whoseOf = ({ partnershipId }: ListedRequest) => (partnershipId ? `own:${partnershipId}` : 'own')
