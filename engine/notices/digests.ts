import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { memberships, notificationDigests, notifications, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { nextDigest, type Told } from './told.ts'

const waiting = notificationDigests

/** So long a daily mail may take to be sent, tries and all, before it is asked for again. */
const leaseMinutes = 60

/** One mail tells no more notices than this; the next one takes the rest. */
const mostInOne = 200

/** Keeps a notice for the daily mail of people. Done again it changes nothing. */
export async function keepForDigest(
  work: Work,
  notice: { retailerId: string; id: string; createdAt: Date },
  people: readonly Told[],
): Promise<void> {
  if (people.length === 0) return
  const { retailerId, id: notificationId, createdAt } = notice
  await work.tx
    .insert(waiting)
    .values(
      people.map(person => ({
        retailerId,
        notificationId,
        membershipId: person.membershipId,
        dueAt: nextDigest(person, createdAt),
      })),
    )
    .onConflictDoNothing()
}

/** Asks for the daily mails of a retailer's and its suppliers' people that are due. What is asked for is leased: asked again, it is not asked for twice. */
export async function sweepDigests(work: Work, retailerId: string): Promise<void> {
  const due = await work.tx
    .select({ notificationId: waiting.notificationId, membershipId: waiting.membershipId })
    .from(waiting)
    .where(and(eq(waiting.retailerId, retailerId), isNull(waiting.settledAt), lte(waiting.dueAt, work.now)))
    .orderBy(asc(waiting.dueAt))
    .limit(5000)
    .for('update', { skipLocked: true })
  const leasedUntil = new Date(work.now.getTime() + leaseMinutes * 60_000)
  for (const [membershipId, its] of Map.groupBy(due, one => one.membershipId)) {
    const notificationIds = its.slice(0, mostInOne).map(one => one.notificationId)
    await work.tx
      .update(waiting)
      .set({ dueAt: leasedUntil })
      .where(
        and(
          eq(waiting.retailerId, retailerId),
          eq(waiting.membershipId, membershipId),
          inArray(waiting.notificationId, notificationIds),
        ),
      )
    await work.enqueue('send-digest', { retailerId, membershipId, leasedUntil: leasedUntil.toISOString() })
  }
}

/** What one daily mail is to tell whom; nothing where it was told, or the person may not work there any more. */
export async function loadDigest(
  orm: Orm,
  job: { retailerId: string; membershipId: string; leasedUntil: string },
): Promise<{ to: string; notices: (typeof notifications.$inferSelect)[] } | undefined> {
  const [person] = await orm
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.id, job.membershipId), isNull(memberships.disabledAt), isNull(users.disabledAt)))
  if (!person) return undefined
  const rows = await orm
    .select({ notice: notifications })
    .from(waiting)
    .innerJoin(
      notifications,
      and(eq(notifications.retailerId, waiting.retailerId), eq(notifications.id, waiting.notificationId)),
    )
    .where(leased(job))
    .orderBy(asc(notifications.id))
  return rows.length > 0 ? { to: person.email, notices: rows.map(row => row.notice) } : undefined
}

/** Notes that a daily mail was sent, or why it never will be. */
export async function settleDigest(
  work: Work,
  job: { retailerId: string; membershipId: string; leasedUntil: string },
  failure?: string,
): Promise<void> {
  await work.tx
    .update(waiting)
    .set({ settledAt: work.now, failure: failure ?? null })
    .where(leased(job))
}

function leased({
  retailerId,
  membershipId,
  leasedUntil,
}: {
  retailerId: string
  membershipId: string
  leasedUntil: string
}) {
  return and(
    eq(waiting.retailerId, retailerId),
    eq(waiting.membershipId, membershipId),
    eq(waiting.dueAt, new Date(leasedUntil)),
    isNull(waiting.settledAt),
  )
}
