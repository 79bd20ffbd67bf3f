import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { DeadLetter } from '../../db/hub-database.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { Icon } from '../ui/icons.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { idParam } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { jobWords, texts } from './texts.ts'

const t = texts.stuckWork
const path = '/retailer/stuck-work'

/** Jobs that failed at every try: what they were to do, why they could not, and trying once more. */
export function stuckWorkRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showStuckWork(c, deps))
  app.post('/:id/retry', needs('operate'), c => takeRetry(c, deps))
  return app
}

/** The dead letters that are this retailer's. */
async function lettersOf(c: PortalContext, { hub }: PortalDeps): Promise<DeadLetter[]> {
  const { retailerId } = c.var.retailer
  const letters = await hub.deadLetters()
  return letters.filter(({ payload }) => (payload as { retailerId?: string } | null)?.retailerId === retailerId)
}

async function showStuckWork(c: PortalContext, deps: PortalDeps) {
  const letters = await lettersOf(c, deps)
  const mayRetry = may(c.var.retailer.role, 'operate')
  return page(c, { title: t.title, current: 'stuck-work' }, <StuckWorkPage letters={letters} mayRetry={mayRetry} />)
}

async function takeRetry(c: PortalContext, deps: PortalDeps) {
  const id = idParam(c)
  const isOurs = (await lettersOf(c, deps)).some(letter => letter.id === id)
  if (!isOurs) throw new ApplicationError('not-found', t.gone)
  await deps.hub.retryDeadLetters([id])
  leaveFlash(c, 'good', t.retried)
  return c.redirect(path, 303)
}

function StuckWorkPage({ letters, mayRetry }: { letters: DeadLetter[]; mayRetry: boolean }) {
  return (
    <>
      <PageHeader title={t.title} />
      {letters.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Letters letters={letters} mayRetry={mayRetry} />
      )}
    </>
  )
}

function Letters({ letters, mayRetry }: { letters: DeadLetter[]; mayRetry: boolean }) {
  return (
    <Table
      label={t.title}
      rows={letters}
      attributes={letter => ({ 'data-job': letter.id })}
      columns={[
        { heading: 'Work', cell: letter => jobWords[letter.name] ?? letter.name },
        { heading: 'Why it stopped', cell: letter => reasonOf(letter) },
        { heading: 'Gave up', cell: letter => <Time at={letter.failedAt} /> },
        { heading: '', cell: letter => (mayRetry ? <RetryForm id={letter.id} /> : null) },
      ]}
    />
  )
}

function RetryForm({ id }: { id: string }) {
  return (
    <form method="post" action={`${path}/${id}/retry`}>
      <button type="submit" class="button">
        <Icon name="retry" />
        {t.retry}
      </button>
    </form>
  )
}

function reasonOf({ error }: DeadLetter): string {
  const { message } = (error ?? {}) as { message?: string }
  return (message ?? t.noReason).slice(0, 300)
}
