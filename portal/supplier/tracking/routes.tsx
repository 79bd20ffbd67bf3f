import { Hono } from 'hono'
import { decodeText } from '../../../translators/csv/encoding.ts'
import type { ShipNotice } from '../../../translators/documents/index.ts'
import { isXlsx } from '../../../translators/xlsx/index.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { loadPrintable } from '../../print/order-prints.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues, groupFields } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { baseOf, todayOf } from '../order-routes.tsx'
import { sendShipment } from '../ship-routes.tsx'
import { TrackingPage } from './page.tsx'
import { type PlannedShipment, planTracking, type TrackingPlan } from './plan.ts'
import { readRows, rowsIn, type TrackingRow } from './read-rows.ts'
import { texts } from './texts.ts'

const mostRows = 500
/** What is pasted or uploaded, at most: 500 rows are far less. */
const mostBytes = 262_144

/** Ships many orders by their tracking numbers. */
export function trackingRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', needs('ship'), c => show(c, [], undefined))
  app.post('/', needs('ship'), c => take(c, deps))
  return app
}

interface Shown {
  error?: string
  /** What became of the rows that were sent just now. */
  outcome?: { said: string[]; refused: string[] }
}

function show(c: PortalContext, rows: TrackingRow[], plan: TrackingPlan | undefined, { error, outcome }: Shown = {}) {
  const base = baseOf(c)
  const props = { base, action: `${base}/tracking`, rows, plan, error, outcome }
  const status = error || (plan?.errors.size ?? 0) > 0 ? 422 : 200
  return page(c, { title: texts.title, current: 'purchase-orders', status }, <TrackingPage {...props} />)
}

async function take(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const groups = groupFields(values, 'rows')
  const given = groups.size > 0 ? { text: '' } : await givenText(c, values)
  if ('error' in given) return show(c, [], undefined, given)
  const rows = groups.size > 0 ? rowsIn(groups) : readRows(given.text)
  const filled = rows.filter(row => Object.values(row).some(value => value !== ''))
  if (filled.length === 0) return show(c, [], undefined, { error: texts.none })
  if (filled.length > mostRows) return show(c, [], undefined, { error: texts.tooMany })
  const plan = await planOf(c, deps, filled)
  if (values.action !== 'ship') return show(c, filled, plan)
  const { sent, refused } = await shipAll(c, deps, plan)
  const rest = filled.filter((_, place) => !sent.some(one => one.rows.includes(place)))
  const onTheWay = `${sent.length} ${sent.length === 1 ? 'order is' : 'orders are'} on the way.`
  if (rest.length > 0)
    return show(c, rest, await planOf(c, deps, rest), { outcome: { said: sent.length > 0 ? [onTheWay] : [], refused } })
  leaveFlash(c, 'good', onTheWay)
  return c.redirect(`${baseOf(c)}/purchase-orders?show=ship`, 303)
}

/** The text of a file where one was chosen, else what was pasted; or why neither can be read whole. */
async function givenText(c: PortalContext, values: FormValues): Promise<{ text: string } | { error: string }> {
  const { file } = await c.req.parseBody()
  const isFile = file instanceof File && file.size > 0
  const bytes = isFile ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(values.paste)
  if (bytes.length > mostBytes) return { error: texts.tooMany }
  // A workbook's cells may be numbers, of which spreadsheets keep no more than 15 digits: no tracking number is to be guessed.
  if (isXlsx(bytes)) return { error: texts.workbook }
  return { text: decodeText(bytes, 'utf-8').text }
}

async function planOf(c: PortalContext, deps: PortalDeps, rows: TrackingRow[]): Promise<TrackingPlan> {
  const numbers = [...new Set(rows.flatMap(row => [row.order, row.order.toUpperCase()]))].filter(Boolean)
  const orders = await loadPrintable(deps.hub.orm, c.var.supplier, numbers)
  return planTracking(rows, orders, todayOf(c, deps))
}

/** Each order is one ship notice of its own: one that is refused stops no other. */
async function shipAll(c: PortalContext, deps: PortalDeps, { shipments }: TrackingPlan) {
  const sent: PlannedShipment[] = []
  const refused: string[] = []
  for (const planned of shipments) {
    const outcome = await sendShipment(c, deps, noticeOf(planned, todayOf(c, deps)), planned.order.order.id)
    if (outcome.result === 'rejected') refused.push(...outcome.issues.map(issue => issue.message))
    else sent.push(planned)
  }
  return { sent, refused }
}

/** The number is made of the order's and the first package's: the same rows sent twice are the same shipment. */
function noticeOf({ order, carrier, packages, shippedOn }: PlannedShipment, today: string): ShipNotice {
  const number = `${order.order.number}-${packages[0]!.trackingNumber!.replaceAll(/\s/g, '')}`.slice(0, 50)
  return {
    kind: 'ship-notice',
    purpose: 'original',
    number,
    date: today,
    shippedOn,
    ...(carrier && { carrier }),
    packages,
  }
}
