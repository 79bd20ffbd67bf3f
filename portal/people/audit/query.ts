import { and, desc, eq, gte, ilike, like, lt, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../../db/connection.ts'
import { auditLog } from '../../../db/schema/index.ts'
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
  webhook: 'Webhooks',
} as const
export type AuditSubject = keyof typeof auditSubjects

/** What the page is asked for by its address. */
export interface AuditFilter {
  show: AuditSubject
  who: string
  /** Days in UTC, both included. */
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

const dayLater = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000)

/** A retailer's audit log, newest first: ids sort by time. */
export async function listAudit(orm: Orm, retailerId: string, filter: AuditFilter, most: number): Promise<AuditRow[]> {
  const { show, who, from, to, after } = filter
  const wanted: (SQL | undefined)[] = [
    eq(auditLog.retailerId, retailerId),
    show === 'all' ? undefined : like(auditLog.action, `${escapeLike(show)}.%`),
    who ? ilike(auditLog.actor, `%${escapeLike(who)}%`) : undefined,
    from ? gte(auditLog.at, new Date(`${from}T00:00:00Z`)) : undefined,
    to ? lt(auditLog.at, dayLater(to)) : undefined,
    after ? lt(auditLog.id, after) : undefined,
  ]
  return await orm
    .select()
    .from(auditLog)
    .where(and(...wanted))
    .orderBy(desc(auditLog.id))
    .limit(most)
}
