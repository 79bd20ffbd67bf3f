import { eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import {
  memberships,
  type NoticeChoices,
  type NoticeWay,
  type NotificationKind,
  noticeWays,
  notificationKinds,
  type RetailerRole,
  type SupplierRole,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

type Role = RetailerRole | SupplierRole

/** Who hears of what at once without having chosen anything, by side. A kind that a side does not name never concerns it. */
const toldAtOnce: Record<'retailer' | 'supplier', Partial<Record<NotificationKind, readonly Role[]>>> = {
  retailer: {
    deadlines: ['admin', 'operations'],
    stock: ['admin', 'operations'],
    invoices: ['admin', 'operations', 'accountant'],
    connections: ['admin', 'operations'],
    certificates: ['admin', 'operations'],
    listings: ['admin', 'operations'],
  },
  supplier: {
    'new-orders': ['owner', 'orders'],
    deadlines: ['owner', 'orders'],
    stock: ['owner', 'orders'],
    invoices: ['owner', 'orders', 'billing'],
    connections: ['owner', 'orders'],
    certificates: ['owner', 'orders'],
  },
}

/** At this hour of the person's day the daily mail leaves where nothing was chosen. */
export const usualDigestHour = 8

/** The kinds of notices that one side can be told, in the order in which they are shown. */
export function kindsFor(side: 'retailer' | 'supplier'): NotificationKind[] {
  return notificationKinds.filter(kind => toldAtOnce[side][kind])
}

/** How a person is told of one kind: as chosen, else by the role. */
export function wayOf(
  side: 'retailer' | 'supplier',
  role: Role,
  kind: NotificationKind,
  choices: NoticeChoices,
): NoticeWay {
  const by = toldAtOnce[side][kind]
  if (!by) return 'none'
  return choices.ways?.[kind] ?? (by.includes(role) ? 'mail' : 'none')
}

/**
 * Chooses what a person is told at one of their places, and how. Throws `not-found` for a place of somebody else, and `invalid-input` with the fields:
 * a kind's own name, or `digestHour`.
 */
export async function chooseNotices(
  work: Work,
  command: { userId: string; membershipId: string; ways: Record<string, string>; digestHour: string },
): Promise<void> {
  const [member] = await work.tx.select().from(memberships).where(eq(memberships.id, command.membershipId))
  if (member?.userId !== command.userId) throw new ApplicationError('not-found', 'You do not work there.')
  const notices = checked(member.retailerId ? 'retailer' : 'supplier', command.ways, command.digestHour)
  await work.tx.update(memberships).set({ notices }).where(eq(memberships.id, member.id))
}

function checked(side: 'retailer' | 'supplier', given: Record<string, string>, hour: string): NoticeChoices {
  const fields: Record<string, string> = {}
  const ways: Partial<Record<NotificationKind, NoticeWay>> = {}
  for (const kind of kindsFor(side)) {
    const way = noticeWays.find(known => known === given[kind])
    if (way) ways[kind] = way
    else if (given[kind] !== undefined) fields[kind] = 'Choose how you want to be told.'
  }
  const digestHour = /^\d{1,2}$/.test(hour.trim()) ? Number(hour) : usualDigestHour
  if (digestHour > 23) fields.digestHour = 'Choose an hour from 0 to 23.'
  if (Object.keys(fields).length > 0) throw new ApplicationError('invalid-input', 'This cannot be chosen.', fields)
  return { ways, digestHour }
}
