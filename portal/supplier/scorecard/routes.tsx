import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { keptFigure } from '../../../engine/reports/kept.ts'
import { scorecardFigures } from '../../../engine/scorecards/figures.ts'
import { listFigureDocuments, loadScorecards } from '../../../engine/scorecards/scorecards.ts'
import { daysAfter } from '../../../partners/calendars/business-date.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { page } from '../../ui/page.tsx'
import { idIn } from '../../ui/request.ts'
import { baseOf, todayOf } from '../order-routes.tsx'
import { FigurePage, periods, ScorecardPage } from './page.tsx'
import { lessIsBetter, texts } from './texts.ts'

/** How a supplier did at one retailer, and the documents behind each figure. */
export function scorecardRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showCard(c, deps))
  app.get('/:figure', c => showFigure(c, deps))
  return app
}

/** The last days, up to and with the viewer's. */
function askedPeriod(c: PortalContext, deps: PortalDeps) {
  const days = periods.find(one => String(one) === c.req.query('days')) ?? 90
  const to = daysAfter(todayOf(c, deps), 1)
  return { days, period: { from: daysAfter(to, -days), to } }
}

async function showCard(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const { retailerId, partnershipId } = c.var.supplier
  const { days, period } = askedPeriod(c, deps)
  const key = ['scorecard', retailerId, partnershipId, period.from, period.to]
  const { value, asOf } = await keptFigure(hub, key, () =>
    loadScorecards(hub.orm, { retailerId, partnershipId, period, now: hub.now() }),
  )
  const props = { at: `${baseOf(c)}/scorecard`, days, card: value[0], asOf }
  return page(c, { title: texts.title, current: 'scorecard' }, <ScorecardPage {...props} />)
}

async function showFigure(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const { retailerId, partnershipId } = c.var.supplier
  const figure = scorecardFigures.find(known => known === c.req.param('figure'))
  if (!figure) throw new ApplicationError('not-found', 'There is no such figure.')
  const { days, period } = askedPeriod(c, deps)
  const bad = lessIsBetter.has(figure)
  const only = bad ? 'some' : c.req.query('only') === 'all' ? 'all' : 'short'
  const after = idIn(c.req.query('after'))
  const { rows, after: older } = await listFigureDocuments(hub.orm, {
    retailerId,
    partnershipId,
    figure,
    period,
    now: hub.now(),
    ...(only !== 'all' && { only }),
    ...(after && { after }),
  })
  const choices: ('all' | 'short')[] = bad ? [] : ['short', 'all']
  const props = { base: baseOf(c), figure, days, only, choices, rows, older } as const
  return page(c, { title: texts.figures[figure], current: 'scorecard' }, <FigurePage {...props} />)
}
