import { Hono } from 'hono'
import { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import { confirmHostKey } from '../../../partners/channels/set-channel.ts'
import { recordConnectionTest } from '../../../partners/onboarding/progress.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { ConnectionResult, PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Hidden } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
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
  app.post('/:id/host-keys', needs('operate'), c => takeHostKey(c, deps))
  return app
}

async function takeTest(c: PortalContext, { hub, testConnection }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const { supplier } = await loadPartner(hub.orm, retailerId, partnershipId)
  const result = await testConnection?.({ retailerId, partnershipId })
  if (!result) throw new ApplicationError('wrong-state', t.none)
  await hub.work(actorOf(c.var.viewer), work =>
    recordConnectionTest(work, { retailerId, partnershipId, passed: result.passed, steps: result.steps }),
  )
  const back = { href: `/retailer/partners/${partnershipId}`, word: supplier.name }
  return page(c, { title: t.title, current: 'partners' }, <ResultPage result={result} back={back} />)
}

const confirmation = z.object({ hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/) })

async function takeHostKey(c: PortalContext, { hub }: PortalDeps) {
  const partnershipId = idParam(c)
  await loadPartner(hub.orm, c.var.retailer.retailerId, partnershipId)
  const parsed = confirmation.safeParse(await formValues(c))
  if (!parsed.success) throw new ApplicationError('invalid-input', t.hostKey)
  const command = { retailerId: c.var.retailer.retailerId, partnershipId, ...parsed.data }
  await hub.work(actorOf(c.var.viewer), work => confirmHostKey(work, command))
  leaveFlash(c, 'good', t.confirmed)
  return c.redirect(`/retailer/partners/${partnershipId}`, 303)
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

function HostKeyForm({ at, hostKey }: { at: string; hostKey: string }) {
  return (
    <form class="form" method="post" action={`${at}/host-keys`} data-form="host-key">
      <p>{t.hostKey}</p>
      <Copyable text={hostKey} />
      <Hidden name="hostKey" value={hostKey} />
      <div class="row">
        <button type="submit" class="button button-primary">
          {t.confirm}
        </button>
      </div>
    </form>
  )
}

const badges = {
  passed: { tone: 'good', word: 'Passed', icon: 'check' },
  failed: { tone: 'bad', word: 'Failed', icon: 'cross' },
  skipped: { tone: 'idle', word: 'Skipped', icon: 'right' },
} as const

/** How trying a connection went, step by step. */
export function ResultPage({ result, back }: { result: ConnectionResult; back: { href: string; word: string } }) {
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
        {result.steps.map(({ hostKey }) => (hostKey ? <HostKeyForm at={back.href} hostKey={hostKey} /> : null))}
      </div>
    </div>
  )
}
