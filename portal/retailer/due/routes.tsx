import { Hono } from 'hono'
import { type DeadlineKind, deadlineKinds } from '../../../db/schema/index.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { FileLink } from '../../lists/file-link.tsx'
import { PartnerField } from '../../lists/partner-field.tsx'
import { csvStream, type FileColumn, rowsAtOnce } from '../../shared/csv-stream.ts'
import { DueAt } from '../../supplier/due/page.tsx'
import { countDue, type DueCounts, type DueRow, type DueState, dueStates, listDue } from '../../supplier/due/query.ts'
import { Badge } from '../../ui/badge.tsx'
import { counted } from '../../ui/counts.ts'
import { Hidden } from '../../ui/fields.tsx'
import { page } from '../../ui/page.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { idIn, onePage } from '../../ui/request.ts'
import { purchaseOrderStates } from '../../ui/states.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { partnerNames } from '../partner-names.ts'
import { texts } from './texts.ts'

const path = '/retailer/due'

/** `/retailer/due`: what suppliers have to do and by when, those that are late first. */
export function dueRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps))
  app.get('/file', c => sendDue(c, deps))
  return app
}

/** What an address asks for: a state that is not named is the most pressing one in which there is anything. */
async function askedIn(c: PortalContext, { hub }: PortalDeps) {
  const { timeZone } = c.var.viewer
  const partner = idIn(c.req.query('partner'))
  const scope = { retailerId: c.var.retailer.retailerId, partnershipId: partner }
  const kind = deadlineKinds.find(known => known === c.req.query('kind'))
  const now = hub.now()
  const counts = await countDue(hub.orm, scope, now, timeZone)
  const state =
    dueStates.find(known => known === c.req.query('show')) ??
    dueStates.find(known => counts.some(row => row[known] > 0)) ??
    'late'
  return { scope, counts, partner, query: { state, kind, now, timeZone } }
}

async function show(c: PortalContext, deps: PortalDeps) {
  const { scope, counts, partner, query } = await askedIn(c, deps)
  const found = await listDue(deps.hub.orm, scope, { ...query, after: idIn(c.req.query('after')) })
  const partners = await partnerNames(deps.hub.orm, scope.retailerId)
  const props = { state: query.state, kind: query.kind, partner, counts, partners, ...onePage(found) }
  return page(c, { title: texts.title, current: 'home' }, <DuePage {...props} />)
}

async function sendDue(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { scope, query } = await askedIn(c, deps)
  const columns = dueFile(await partnerNames(deps.hub.orm, scope.retailerId))
  return csvStream(c, 'due', columns, async (after?: string) => {
    const { rows, older } = onePage(await listDue(deps.hub.orm, scope, { ...query, after }, rowsAtOnce), rowsAtOnce)
    return { rows, next: older }
  })
}

/** What is due, for a spreadsheet. */
const dueFile = (partners: ReadonlyMap<string, string>): readonly FileColumn<DueRow>[] => [
  [texts.order, row => row.number],
  [texts.what, row => texts.kinds[row.kind]],
  ['Due (UTC)', row => row.dueAt.toISOString()],
  [texts.who, row => partners.get(row.partnershipId)],
  [texts.state, row => purchaseOrderStates[row.status].word],
]

interface DueProps {
  state: DueState
  kind: DeadlineKind | undefined
  partner: string | undefined
  counts: DueCounts
  rows: DueRow[]
  older: string | undefined
  partners: ReadonlyMap<string, string>
}

/** The address of what is due. */
export function dueHref(show: DueState, kind?: DeadlineKind, partner?: string): string {
  return `${path}?${new URLSearchParams({ show, ...(kind && { kind }), ...(partner && { partner }) })}`
}

function DuePage({ state, kind, partner, counts, rows, older, partners }: DueProps) {
  const total = (of: DueState) => counts.reduce((sum, row) => sum + (!kind || row.kind === kind ? row[of] : 0), 0)
  return (
    <>
      <PageHeader
        title={texts.title}
        back={{ href: '/retailer', word: texts.home }}
        about={texts.about}
        action={<FileLink href={dueHref(state, kind, partner).replace(path, `${path}/file`)} />}
      />
      <div class="toolbar">
        <Filters
          label={texts.at}
          options={dueStates.map(one => ({
            href: dueHref(one, kind, partner),
            word: texts.states[one],
            current: one === state,
            count: total(one) && counted(total(one)),
          }))}
        />
        <Filters
          label={texts.what}
          options={[undefined, ...deadlineKinds].map(one => ({
            href: dueHref(state, one, partner),
            word: one ? texts.kinds[one] : texts.all,
            current: one === kind,
          }))}
        />
        <form class="row" method="get" action={path} data-form="due">
          <Hidden name="show" value={state} />
          {kind ? <Hidden name="kind" value={kind} /> : null}
          <PartnerField partners={partners} value={partner} />
          <button type="submit" class="button">
            {texts.find}
          </button>
        </form>
      </div>
      {rows.length === 0 ? (
        <Empty title={texts.none}>{texts.noneHint}</Empty>
      ) : (
        <Table
          label={texts.title}
          rows={rows}
          attributes={row => ({ 'data-order': row.number, 'data-kind': row.kind })}
          columns={[
            {
              heading: texts.order,
              cell: row => <a href={`/retailer/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
            },
            { heading: texts.what, cell: row => texts.kinds[row.kind] },
            { heading: texts.at, cell: row => <DueAt at={row.dueAt} /> },
            {
              heading: texts.who,
              cell: row => (
                <a href={`/retailer/partners/${row.partnershipId}`}>{partners.get(row.partnershipId) ?? '–'}</a>
              ),
            },
            { heading: texts.state, cell: row => <Badge {...purchaseOrderStates[row.status]} /> },
          ]}
        />
      )}
      <Pages
        first={undefined}
        older={older && `${dueHref(state, kind, partner)}&after=${older}`}
        shown={rows.length}
        words={{ first: texts.first, next: texts.later }}
      />
    </>
  )
}
