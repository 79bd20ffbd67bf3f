import { Hono } from 'hono'
import { isTried, loadOnboarding } from '../../engine/onboarding/load.ts'
import { may } from '../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { FileLink } from '../lists/file-link.tsx'
import { csvStream, type FileColumn } from '../shared/csv-stream.ts'
import { partnerDeliveryRoutes } from '../shared/delivery/routes.tsx'
import { Badge } from '../ui/badge.tsx'
import { counted } from '../ui/counts.ts'
import { Icon } from '../ui/icons.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { idParam } from '../ui/request.ts'
import { partnershipStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { channelWords } from './channel-words.ts'
import { channelRoutes } from './channels/channel-routes.tsx'
import { listMessages } from './messages-query.ts'
import { problemsOfChannel } from './onboarding/channel-check.ts'
import { historyRoutes } from './onboarding/history.tsx'
import { identityRoutes } from './onboarding/identity-routes.tsx'
import { onboardingRoutes } from './onboarding/onboarding-routes.tsx'
import { texts as onboardingTexts } from './onboarding/texts.ts'
import { partnerNames } from './partner-names.ts'
import { PartnerPage } from './partner-page.tsx'
import { type ListedPartner, listPartners, loadPartner, partnerHealth } from './partners-query.ts'
import { texts as tradeTexts } from './settings-of-trade/texts.ts'
import { texts } from './texts.ts'

const t = texts.partners

/** The retailer's suppliers: how each is connected, how far it has come and how it is doing. */
export function partnerRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPartners(c, deps))
  app.get('/file', c => sendPartners(c, deps))
  app.route('/', identityRoutes(deps))
  app.get('/:id', c => showPartner(c, deps))
  app.route('/', channelRoutes(deps))
  app.route('/', partnerDeliveryRoutes(deps))
  app.route(
    '/',
    onboardingRoutes(deps, (c, errors) => showPartner(c, deps, errors)),
  )
  app.route('/', historyRoutes(deps))
  return app
}

async function showPartners(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const rows = await listPartners(hub.orm, retailerId)
  const mayAdd = may(role, 'operate')
  return page(c, { title: t.title, current: 'partners' }, <ListPage rows={rows} mayAdd={mayAdd} />)
}

async function sendPartners(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const rows = await listPartners(hub.orm, c.var.retailer.retailerId)
  return csvStream(c, 'partners', partnersFile, async () => ({ rows, next: undefined }))
}

const partnersFile: readonly FileColumn<ListedPartner>[] = [
  ['Partner', row => row.name],
  ['State', row => partnershipStates[row.status]!.word],
  [t.channel, row => channelWords(row)],
  ['Unanswered orders', row => counted(row.waiting)],
  ['Open exceptions', row => counted(row.open)],
  ['Last in (UTC)', row => row.lastIn?.toISOString()],
  ['Last out (UTC)', row => row.lastOut?.toISOString()],
]

async function showPartner(c: PortalContext, deps: PortalDeps, errors: Record<string, string> = {}) {
  const { hub, testConnection } = deps
  const { retailerId, role } = c.var.retailer
  const loaded = await loadPartner(hub.orm, retailerId, idParam(c))
  const partnershipId = loaded.partnership.id
  const query = { filter: 'all' as const, search: '', after: undefined, partnershipId }
  const { rows } = await listMessages(hub.orm, retailerId, query, 10)
  const partners = await partnerNames(hub.orm, retailerId)
  const now = hub.now()
  const onboarding = await loadOnboarding(hub.orm, { retailerId, partnershipId }, now, problemsOfChannel(deps))
  const health = await partnerHealth(hub.orm, retailerId, partnershipId, now)
  const mayOperate = may(role, 'operate')
  const tried = onboarding.channel !== undefined && isTried(onboarding.channel)
  const props = {
    ...{ ...loaded, messages: rows, partners, now, onboarding, health, errors, mayOperate },
    mayTest: testConnection !== undefined && tried && mayOperate,
    mayOverride: may(role, 'manage-people'),
    maySeeAudit: may(role, 'see-audit'),
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: loaded.supplier.name, current: 'partners', status }, <PartnerPage {...props} />)
}

function ListPage({ rows, mayAdd }: { rows: ListedPartner[]; mayAdd: boolean }) {
  return (
    <>
      <PageHeader
        title={t.title}
        action={
          <>
            <a href="/retailer/terms">{tradeTexts.forAll}</a>
            <FileLink href="/retailer/partners/file" />
            {mayAdd ? <AddPartner /> : null}
          </>
        }
      />
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
            { heading: 'Unanswered orders', number: true, cell: row => counted(row.waiting) },
            { heading: 'Open exceptions', number: true, cell: row => counted(row.open) },
            { heading: 'Last in', cell: row => <Time at={row.lastIn} /> },
            { heading: 'Last out', cell: row => <Time at={row.lastOut} /> },
          ]}
        />
      )}
    </>
  )
}

function AddPartner() {
  return (
    <a class="button button-primary" href="/retailer/partners/new">
      <Icon name="plus" />
      {onboardingTexts.add}
    </a>
  )
}
