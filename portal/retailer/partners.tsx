import { Hono } from 'hono'
import { may } from '../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Badge } from '../ui/badge.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { idParam } from '../ui/request.ts'
import { partnershipStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { channelWords } from './channel-words.ts'
import { listMessages } from './messages-query.ts'
import { partnerNames } from './partner-names.ts'
import { PartnerPage } from './partner-page.tsx'
import { type ListedPartner, listPartners, loadPartner } from './partners-query.ts'
import { texts } from './texts.ts'

const t = texts.partners

/** The retailer's suppliers: how each is connected and how it is doing. */
export function partnerRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPartners(c, deps))
  app.get('/:id', c => showPartner(c, deps))
  return app
}

async function showPartners(c: PortalContext, { hub }: PortalDeps) {
  const rows = await listPartners(hub.orm, c.var.retailer.retailerId)
  return page(c, { title: t.title, current: 'partners' }, <ListPage rows={rows} />)
}

/** Transports whose connection goes out from here, so that it can be tried. */
const tried: ReadonlySet<string> = new Set(['as2', 'sftp', 'ftp', 'email'])

async function showPartner(c: PortalContext, { hub, testConnection }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadPartner(hub.orm, retailerId, idParam(c))
  const query = { filter: 'all' as const, search: '', after: undefined, partnershipId: loaded.partnership.id }
  const { rows } = await listMessages(hub.orm, retailerId, query, 10)
  const partners = await partnerNames(hub.orm, retailerId)
  const mayTest = testConnection !== undefined && tried.has(loaded.channel?.transport ?? '') && may(role, 'operate')
  const props = { ...loaded, messages: rows, partners, now: hub.now(), mayTest }
  return page(c, { title: loaded.supplier.name, current: 'partners' }, <PartnerPage {...props} />)
}

function ListPage({ rows }: { rows: ListedPartner[] }) {
  return (
    <>
      <PageHeader title={t.title} />
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Table
          label={t.title}
          rows={rows}
          columns={[
            { heading: 'Partner', cell: row => <a href={`/retailer/partners/${row.id}`}>{row.name}</a> },
            { heading: 'State', cell: row => <Badge {...partnershipStates[row.status]!} /> },
            { heading: t.channel, cell: row => channelWords(row) },
            { heading: 'Unanswered orders', number: true, cell: row => String(row.waiting) },
            { heading: 'Open exceptions', number: true, cell: row => String(row.open) },
            { heading: 'Last in', cell: row => <Time at={row.lastIn} /> },
            { heading: 'Last out', cell: row => <Time at={row.lastOut} /> },
          ]}
        />
      )}
    </>
  )
}
