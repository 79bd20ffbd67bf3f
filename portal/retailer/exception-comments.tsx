import { and, asc, eq, gte, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { events, type exceptions } from '../../db/schema/index.ts'
import { commentOnException } from '../../engine/exceptions/comment.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { TextArea } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { Section, Timeline } from '../ui/parts.tsx'
import { idParam } from '../ui/request.ts'
import { Time } from '../ui/time.tsx'
import { texts } from './texts.ts'

const t = texts.exceptions.comments

type ExceptionRow = typeof exceptions.$inferSelect

/** What the retailer's people have said of an exception, oldest first. Of an invoice's it stands on the invoice's page. */
export async function loadComments(orm: Orm, exception: ExceptionRow) {
  const { retailerId, id, purchaseOrderId, orderId, invoiceId } = exception
  if (invoiceId) return []
  const rows = await orm
    .select({ at: events.at, actor: events.actor, data: events.data })
    .from(events)
    .where(
      and(
        eq(events.retailerId, retailerId),
        // Found by the order that it is about, where there is one; ids sort by time, and nobody spoke of it before.
        purchaseOrderId
          ? eq(events.purchaseOrderId, purchaseOrderId)
          : orderId
            ? eq(events.orderId, orderId)
            : undefined,
        gte(events.id, id),
        eq(events.type, 'exception.commented'),
        sql`${events.data}->>'exceptionId' = ${id}`,
      ),
    )
    .orderBy(asc(events.id))
  return rows.map(({ at, actor, data }) => ({ at, actor, text: String((data as { reason?: unknown }).reason ?? '') }))
}

interface CommentsProps {
  exception: ExceptionRow
  comments: Awaited<ReturnType<typeof loadComments>>
  mayComment: boolean
}

/** What was said, and a form to say more: resolved exceptions can be talked about too. */
export function ExceptionComments({ exception, comments, mayComment }: CommentsProps) {
  if (exception.invoiceId || (comments.length === 0 && !mayComment)) return null
  return (
    <Section title={t.title}>
      {comments.length > 0 ? (
        <Timeline
          steps={comments.map(({ at, actor, text }) => ({
            what: text,
            meta: (
              <>
                <Time at={at} /> {actor.replace(/^user:/, '')}
              </>
            ),
          }))}
        />
      ) : null}
      {mayComment ? (
        <form class="form card" method="post" action={`/retailer/exceptions/${exception.id}/comments`}>
          <TextArea name="comment" label={t.comment} required />
          <button type="submit" class="button">
            {t.add}
          </button>
        </form>
      ) : null}
    </Section>
  )
}

/** Takes the form above. */
export async function takeComment(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const exceptionId = idParam(c)
  const { comment = '' } = await formValues(c)
  try {
    await hub.work(actorOf(c.var.viewer), work => commentOnException(work, { retailerId, exceptionId, comment }))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    leaveFlash(c, 'bad', error.message)
  }
  return c.redirect(`/retailer/exceptions/${exceptionId}`, 303)
}
