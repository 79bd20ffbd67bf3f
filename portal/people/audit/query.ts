import { and, desc, eq, gte, ilike, like, lt, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../../db/connection.ts'
import { auditLog } from '../../../db/schema/index.ts'
import { daysAfter } from '../../../partners/calendars/business-date.ts'
import { instantIn } from '../../../partners/calendars/zoned-time.ts'
import type { PortalContext } from '../../deps.ts'
import { escapeLike, idIn } from '../../ui/request.ts'

export type AuditRow = typeof auditLog.$inferSelect

/** Groups of actions, by what stands before the dot in their names. */
export const auditSubjects = {
  all: 'Everything',
  'sign-in': 'Sign-ins',
  person: 'People',
  'second-factor': 'Second factors',
  password: 'Passwords',
  sessions: 'Sessions',
  security: 'Sign-in rules',
  partner: 'Partners',
  channel: 'Channels',
  certificate: 'Certificates',
  map: 'Maps',
  partnership: 'Terms with partners',
  retailer: 'Books',
  source: 'Sources',
  feed: 'Places of feeds',
  'feed-settings': 'Feed settings',
  'routing-rules': 'Routing rules',
  'pricing-rules': 'Pricing rules',
  'listing-rules': 'Listing rules',
  listing: 'Listings',
  'sales-channel': 'Sales channels',
  storefront: 'Storefronts',
  announcement: 'Announcements',
  'packing-slip': 'Packing slips',
  mail: 'Outgoing mail',
  'api-key': 'API keys',
  webhook: 'Webhooks',
  'stuck-work': 'Stuck work',
  replay: 'Messages taken up again',
} as const
export type AuditSubject = keyof typeof auditSubjects

/** What the page is asked for by its address. */
export interface AuditFilter {
  show: AuditSubject
  who: string
  /** Days of the viewer, both included. */
  from: string
  to: string
  after: string | undefined
}

const day = z.iso.date().catch('')

export function auditFilter(c: PortalContext): AuditFilter {
  const show = c.req.query('show') ?? ''
  return {
    show: show in auditSubjects ? (show as AuditSubject) : 'all',
    who: (c.req.query('who') ?? '').trim().slice(0, 254),
    from: day.parse(c.req.query('from') ?? ''),
    to: day.parse(c.req.query('to') ?? ''),
    after: idIn(c.req.query('after')),
  }
}

/** The address of the same log with something changed. */
export function auditHref(path: string, filter: AuditFilter, change: Partial<AuditFilter>): string {
  const { show, who, from, to, after } = { ...filter, after: undefined, ...change }
  const given = Object.entries({ show, who, from, to, after }).filter(([, value]) => value)
  return `${path}?${new URLSearchParams(given as [string, string][])}`
}

/** Whose log, and on whose clock days begin. */
export interface AuditOf {
  retailerId: string
  timeZone: string
}

/** A retailer's audit log, newest first: ids sort by time. */
export async function listAudit(
  orm: Orm,
  { retailerId, timeZone }: AuditOf,
  filter: AuditFilter,
  most: number,
): Promise<AuditRow[]> {
  const { show, who, from, to, after } = filter
  const wanted: (SQL | undefined)[] = [
    eq(auditLog.retailerId, retailerId),
    show === 'all' ? undefined : like(auditLog.action, `${escapeLike(show)}.%`),
    who ? ilike(auditLog.actor, `%${escapeLike(who)}%`) : undefined,
    from ? gte(auditLog.at, instantIn(timeZone, from, '00:00')) : undefined,
    to ? lt(auditLog.at, instantIn(timeZone, daysAfter(to, 1), '00:00')) : undefined,
    after ? lt(auditLog.id, after) : undefined,
  ]
  return await orm
    .select()
    .from(auditLog)
    .where(and(...wanted))
    .orderBy(desc(auditLog.id))
    .limit(most)
}
