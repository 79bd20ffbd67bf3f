import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { needs } from '../../auth/guard.ts'
import type { ConnectionResult, PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icons.tsx'
import { page } from '../../ui/page.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Table } from '../../ui/table.tsx'
import { loadPartner } from '../partners-query.ts'
import { texts } from './texts.ts'

const t = texts.connection

/** Tries the connection to a partner and says of each step how it went. */
export function connectionTestRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/:id/connection-test', needs('operate'), c => takeTest(c, deps))
  return app
}

async function takeTest(c: PortalContext, { hub, testConnection }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const { supplier } = await loadPartner(hub.orm, retailerId, partnershipId)
  const result = await testConnection?.({ retailerId, partnershipId })
  if (!result) throw new ApplicationError('wrong-state', t.none)
  const back = { href: `/retailer/partners/${partnershipId}`, word: supplier.name }
  return page(c, { title: t.title, current: 'partners' }, <ResultPage result={result} back={back} />)
}

/** The button on a partner's page. */
export function ConnectionTestButton({ partnershipId }: { partnershipId: string }) {
  return (
    <Section title={t.title}>
      <form class="form" method="post" action={`/retailer/partners/${partnershipId}/connection-test`}>
        <p class="soft small">{t.hint}</p>
        <button type="submit" class="button">
          <Icon name="retry" />
          {t.button}
        </button>
      </form>
    </Section>
  )
}

const badges = {
  passed: { tone: 'good', word: 'Passed', icon: 'check' },
  failed: { tone: 'bad', word: 'Failed', icon: 'cross' },
  skipped: { tone: 'idle', word: 'Skipped', icon: 'right' },
} as const

function ResultPage({ result, back }: { result: ConnectionResult; back: { href: string; word: string } }) {
  return (
    <div data-connection-test={result.passed ? 'passed' : 'failed'}>
      <PageHeader title={t.title} back={back} />
      <div class="stack">
        <Notice tone={result.passed ? 'good' : 'bad'} title={result.passed ? t.passed : t.failed} />
        <Table
          label={t.title}
          rows={result.steps}
          columns={[
            { heading: 'Step', cell: step => step.title },
            { heading: 'Outcome', cell: step => <Badge {...badges[step.outcome]} /> },
            { heading: 'Seen', cell: step => step.says },
          ]}
        />
      </div>
    </div>
  )
}
