import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import type { FormValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader } from '../ui/parts.tsx'
import { idIn } from '../ui/request.ts'
import { texts as t } from './texts.ts'

/** The ids of the rows chosen in a list's form: its fields are called `chosen[ID]`. */
export function chosenIn(form: FormValues): string[] {
  return Object.keys(form).flatMap(name => idIn(/^chosen\[(.+)\]$/.exec(name)?.[1]) ?? [])
}

/** The name of a row's box. */
export const choiceOf = (row: { id: string }) => `chosen[${row.id}]`

interface BulkWork {
  ids: readonly string[]
  /** The list that was left, with its parameters. */
  back: string
  title: string
  current: string
  /** `orders released`: what became of those that went well. */
  done: string
  run: (work: Work, id: string) => Promise<unknown>
}

/** Does one thing with every row chosen, each in a transaction of its own: one that cannot be done keeps no other back, and says why. */
export async function runBulk(c: PortalContext, { hub }: PortalDeps, bulk: BulkWork): Promise<Response> {
  const { ids, back } = bulk
  const refused: string[] = []
  for (const id of ids) {
    try {
      await hub.work(actorOf(c.var.viewer), work => bulk.run(work, id))
    } catch (error) {
      if (!(error instanceof ApplicationError)) throw error
      refused.push(error.message)
    }
  }
  const done = ids.length - refused.length
  if (ids.length === 0) leaveFlash(c, 'warn', t.nothingChosen)
  else if (refused.length === 0) leaveFlash(c, 'good', t.done(done, bulk.done))
  if (refused.length === 0) return c.redirect(back, 303)
  const said = done > 0 ? [t.done(done, bulk.done)] : []
  return await showOutcome(c, { ...bulk, said, refused, status: done > 0 ? 200 : 422 })
}

interface BulkOutcome extends Outcome, Pick<BulkWork, 'back' | 'title' | 'current'> {
  status: 200 | 422
}

/** Says what became of many things of which some were refused: each with its reason, however many they are. */
export async function showOutcome(c: PortalContext, outcome: BulkOutcome): Promise<Response> {
  const { back, title, current, status } = outcome
  const content = (
    <div class="stack">
      <PageHeader title={title} back={{ href: back, word: t.back }} />
      <OutcomeNotices {...outcome} />
    </div>
  )
  return await page(c, { title, current, status }, content)
}

interface Outcome {
  /** What went well, in sentences. */
  said: readonly string[]
  /** Why each of the others did not. */
  refused: readonly string[]
}

export function OutcomeNotices({ said, refused }: Outcome) {
  return (
    <>
      {said.length > 0 ? <Notice tone="good" title={said.join(' ')} /> : null}
      {refused.length > 0 ? (
        <Notice tone="warn" title={t.notDone(refused.length)}>
          <ul>
            {refused.map(reason => (
              <li>{reason}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  )
}
