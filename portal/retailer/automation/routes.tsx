import { Hono } from 'hono'
import {
  automationScores,
  bestStep,
  looked,
  percentOf,
  type Stage,
  type SupplierScore,
  stages,
  worstStage,
} from '../../../engine/reports/automation.ts'
import { keptFigure } from '../../../engine/reports/kept.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { type Column, Empty, Table } from '../../ui/table.tsx'
import { AsOf } from '../../ui/time.tsx'

const texts = {
  title: 'Automation',
  about: `How much runs without a human touch, of each supplier’s last ${looked} orders, feeds and items.`,
  none: 'No suppliers yet',
  noneHint: 'Connect the first under Partners; its orders and feeds are measured from then on.',
  noScore: 'Nothing has been measured yet: it begins with the first order.',
  score: (alone: number, all: number) =>
    `${alone.toLocaleString('en-US')} of the last ${all.toLocaleString('en-US')} purchase orders ran without a human touch.`,
  best: 'Next best step:',
  nothing: 'Nothing to mend: all of it runs by itself.',
  stages: {
    sending: 'Orders sent',
    feeds: 'Stock feeds',
    answers: 'Answers and shipments',
    routing: 'Routing',
    listing: 'Listing',
    invoices: 'Invoices',
    whole: 'Whole order',
  } satisfies Record<Stage, string>,
  steps: {
    sending: 'Messages had to be sent again. Test the connection.',
    feeds: 'Stock is uploaded by hand or held back. Fetch it from a feed.',
    answers: 'Orders are answered in the portal. Connect EDI or the API.',
    routing: 'Orders are released by hand. Look at what the rules hold.',
    listing: 'Items wait to be matched, completed or priced. Look at the candidates and at the listing rules.',
    invoices: 'Invoices need a person. Look at tolerances.',
    whole: '',
  } satisfies Record<Stage, string>,
}

/** `/retailer/automation`: the automation score, by supplier and stage, and the next best step. */
export function automationRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showScores(c, deps))
  return app
}

async function showScores(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { value, asOf } = await keptFigure(hub, ['automation', retailerId], () => automationScores(hub.orm, retailerId))
  return page(c, { title: texts.title, current: 'home' }, <ScoresPage scores={value} asOf={asOf} />)
}

function ScoresPage({ scores, asOf }: { scores: SupplierScore[]; asOf: Date }) {
  return (
    <div class="stack">
      <PageHeader
        title={texts.title}
        back={{ href: '/retailer', word: 'Home' }}
        about={
          <>
            {texts.about} <AsOf at={asOf} />
          </>
        }
      />
      <Summary scores={scores} />
      {scores.length === 0 ? (
        <Empty title={texts.none}>{texts.noneHint}</Empty>
      ) : (
        <Table
          label={texts.title}
          rows={scores}
          attributes={score => ({ 'data-supplier': score.name })}
          columns={[
            {
              heading: 'Supplier',
              cell: score => <a href={`/retailer/partners/${score.partnershipId}`}>{score.name}</a>,
            },
            ...stages.map(stageColumn),
            { heading: 'Next best step', cell: nextStep },
          ]}
        />
      )}
    </div>
  )
}

/** All suppliers together, and where mending helps most: the home page shows it too. */
function Summary({ scores }: { scores: SupplierScore[] }) {
  const whole = { all: 0, alone: 0 }
  for (const { shares } of scores) {
    whole.all += shares.whole.all
    whole.alone += shares.whole.alone
  }
  const percent = percentOf(whole)
  const best = bestStep(scores)
  return (
    <div id="automation-summary" class="score">
      <span class="score-number">{percent === undefined ? '–' : `${percent} %`}</span>
      <div>
        <div>{percent === undefined ? texts.noScore : texts.score(whole.alone, whole.all)}</div>
        {best ? (
          <div>
            <strong>{texts.best}</strong>{' '}
            <a href={`/retailer/partners/${best.score.partnershipId}`}>{best.score.name}</a>: {texts.steps[best.stage]}
          </div>
        ) : null}
      </div>
    </div>
  )
}

const stageColumn = (stage: Stage): Column<SupplierScore> => ({
  heading: texts.stages[stage],
  number: true,
  cell: ({ shares }) => {
    const percent = percentOf(shares[stage])
    const { all, alone } = shares[stage]
    return percent === undefined ? <span class="soft">–</span> : <span title={`${alone} of ${all}`}>{percent} %</span>
  },
  quiet: ({ shares }) => shares[stage].all === 0,
})

function nextStep(score: SupplierScore) {
  const stage = worstStage(score)
  return stage ? texts.steps[stage] : <span class="soft">{texts.nothing}</span>
}
