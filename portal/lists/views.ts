import { and, asc, eq, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { savedViews, type ViewList } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** How many views one person keeps of one list. */
const mostViews = 30

/** A person's own views of a list and those shared at the retailer, by name. */
export async function viewsOf(
  orm: Orm,
  { retailerId, userId }: { retailerId: string; userId: string },
  list: ViewList,
) {
  return await orm
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.retailerId, retailerId),
        eq(savedViews.list, list),
        or(eq(savedViews.userId, userId), eq(savedViews.sharedWith, 'retailer')),
      ),
    )
    .orderBy(asc(savedViews.name), asc(savedViews.id))
}

export type SavedView = Awaited<ReturnType<typeof viewsOf>>[number]

/** Keeps a view. Throws `invalid-input` without a name, and `conflict` where the person keeps many already. */
export async function saveView(
  work: Work,
  view: Omit<typeof savedViews.$inferInsert, 'id' | 'createdAt'>,
): Promise<string> {
  const name = view.name.trim()
  if (!name || name.length > 60)
    throw new ApplicationError('invalid-input', 'Give the view a name of at most 60 characters.')
  const own = and(
    eq(savedViews.retailerId, view.retailerId),
    eq(savedViews.userId, view.userId),
    eq(savedViews.list, view.list),
  )
  const kept = await work.tx.select({ id: savedViews.id, name: savedViews.name }).from(savedViews).where(own)
  const same = kept.find(one => one.name === name)
  if (!same && kept.length >= mostViews)
    throw new ApplicationError('conflict', `You keep ${mostViews} views of this list already. Remove one first.`)
  const id = same?.id ?? work.newId()
  await work.tx
    .insert(savedViews)
    .values({ ...view, name, id, createdAt: work.now })
    .onConflictDoUpdate({
      target: [savedViews.retailerId, savedViews.id],
      set: { query: view.query, sharedWith: view.sharedWith },
    })
  return id
}

/** Removes a view of one's own; whoever administers people may remove anybody's. Throws `not-found`. Gives its list. */
export async function removeView(
  work: Work,
  { retailerId, userId, id, anybodys }: { retailerId: string; userId: string; id: string; anybodys: boolean },
): Promise<ViewList> {
  const [removed] = await work.tx
    .delete(savedViews)
    .where(
      and(
        eq(savedViews.retailerId, retailerId),
        eq(savedViews.id, id),
        anybodys
          ? or(eq(savedViews.userId, userId), eq(savedViews.sharedWith, 'retailer'))
          : eq(savedViews.userId, userId),
      ),
    )
    .returning({ list: savedViews.list })
  if (!removed) throw new ApplicationError('not-found', 'There is no such view of yours.')
  return removed.list
}
