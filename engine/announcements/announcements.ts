import { and, desc, eq, gte, isNull, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { announcements, partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { businessDate } from '../../translators/documents/index.ts'

const told = announcements

export interface Announce {
  retailerId: string
  /** One supplier, or all. */
  partnershipId?: string
  title: string
  body: string
  /** `YYYY-MM-DD`; empty: until withdrawn. */
  showUntil: string
}

/** Tells suppliers something on their first page. Throws `invalid-input` with the fields, `not-found` for another retailer's supplier. */
export async function announce(work: Work, command: Announce): Promise<string> {
  const { retailerId, partnershipId } = command
  const [title, body, showUntil] = [command.title.trim(), command.body.trim(), command.showUntil.trim()]
  const fields = {
    ...(title.length >= 1 && title.length <= 120 ? {} : { title: 'A title of 1 to 120 characters is needed.' }),
    ...(body.length >= 1 && body.length <= 4000 ? {} : { body: 'Say it in 1 to 4000 characters.' }),
    ...(showUntil === '' || businessDate.safeParse(showUntil).success
      ? {}
      : { showUntil: 'Enter a date such as 2026-12-31.' }),
  }
  if (Object.keys(fields).length > 0) throw new ApplicationError('invalid-input', 'This cannot be announced.', fields)
  if (partnershipId) await mustExist(work, retailerId, partnershipId)
  const id = work.newId()
  const row = { partnershipId: partnershipId ?? null, title, body, showUntil: showUntil || null }
  await work.tx.insert(told).values({ retailerId, id, ...row, actor: work.actor, createdAt: work.now })
  await recordChange(work, { retailerId, action: 'announcement.made', subject: id, after: row })
  return id
}

async function mustExist(work: Work, retailerId: string, partnershipId: string): Promise<void> {
  const count = await work.tx.$count(
    partnerships,
    and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)),
  )
  if (count === 0) throw new ApplicationError('not-found', 'There is no such supplier.')
}

/** Takes an announcement back: nobody sees it from then on. Throws `not-found`. */
export async function withdrawAnnouncement(work: Work, command: { retailerId: string; id: string }): Promise<void> {
  const { retailerId, id } = command
  const [row] = await work.tx
    .update(told)
    .set({ withdrawnAt: work.now })
    .where(and(eq(told.retailerId, retailerId), eq(told.id, id), isNull(told.withdrawnAt)))
    .returning({ title: told.title })
  if (!row) throw new ApplicationError('not-found', 'There is no such announcement.')
  await recordChange(work, { retailerId, action: 'announcement.withdrawn', subject: id, before: row })
}

/** What one supplier is to read on this day (`YYYY-MM-DD`), newest first. */
export async function announcementsFor(orm: Orm, query: { retailerId: string; partnershipId: string; today: string }) {
  const { retailerId, partnershipId, today } = query
  return await orm
    .select({ id: told.id, title: told.title, body: told.body, createdAt: told.createdAt })
    .from(told)
    .where(
      and(
        eq(told.retailerId, retailerId),
        isNull(told.withdrawnAt),
        or(isNull(told.partnershipId), eq(told.partnershipId, partnershipId)),
        or(isNull(told.showUntil), gte(told.showUntil, today)),
      ),
    )
    .orderBy(desc(told.id))
    .limit(20)
}

/** All that a retailer tells its suppliers and has not taken back, newest first; what is over too. */
export async function standingAnnouncements(orm: Orm, retailerId: string) {
  return await orm
    .select()
    .from(told)
    .where(and(eq(told.retailerId, retailerId), isNull(told.withdrawnAt)))
    .orderBy(desc(told.id))
    .limit(100)
}
