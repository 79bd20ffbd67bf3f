import { type AnyColumn, and, asc, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  certificates,
  channels,
  deadlines,
  exceptions,
  identities,
  messages,
  partnerships,
  purchaseOrders,
  sources,
  suppliers,
} from '../../db/schema/index.ts'
import { mostCounted } from '../ui/counts.ts'
import { subselect } from '../ui/subselect.ts'

/** When the newest message of one direction came or went, by the index `messages_latest`. */
function latest(retailerId: Value, partnershipId: Value, direction: 'in' | 'out') {
  return subselect<Date | null>(sql`select ${messages.createdAt} from ${messages}
    where ${messages.retailerId} = ${retailerId} and ${messages.partnershipId} = ${partnershipId}
    and ${messages.direction} = ${sql.raw(`'${direction}'`)} order by ${messages.createdAt} desc limit 1`).mapWith(
    messages.createdAt,
  )
}

type Value = AnyColumn | string

/** The retailer's partners with their channel and how they are doing. */
export async function listPartners(orm: Orm, retailerId: string) {
  const p = partnerships
  return await orm
    .select({
      id: p.id,
      name: suppliers.name,
      status: p.status,
      currency: p.currency,
      transport: channels.transport,
      format: channels.format,
      version: channels.version,
      lastIn: latest(p.retailerId, p.id, 'in'),
      lastOut: latest(p.retailerId, p.id, 'out'),
      waiting: subselect<number>(sql`select count(*)::int from (select 1 from ${purchaseOrders}
        where ${purchaseOrders.retailerId} = ${p.retailerId} and ${purchaseOrders.partnershipId} = ${p.id}
        and ${purchaseOrders.status} in ('released', 'sent') limit ${mostCounted + 1}) as waiting`),
      open: subselect<number>(sql`select count(*)::int from (select 1 from ${exceptions}
        where ${exceptions.retailerId} = ${p.retailerId} and ${exceptions.partnershipId} = ${p.id}
        and ${exceptions.resolvedAt} is null limit ${mostCounted + 1}) as open`),
    })
    .from(p)
    .innerJoin(suppliers, eq(suppliers.id, p.supplierId))
    .leftJoin(
      channels,
      and(eq(channels.retailerId, p.retailerId), eq(channels.partnershipId, p.id), eq(channels.active, true)),
    )
    .where(eq(p.retailerId, retailerId))
    .orderBy(asc(suppliers.name), asc(p.id))
}

export type ListedPartner = Awaited<ReturnType<typeof listPartners>>[number]

/** One partnership with its channel, identities and certificates; nothing secret is read. Throws `not-found`. */
export async function loadPartner(orm: Orm, retailerId: string, id: string) {
  const [found] = await orm
    .select({ partnership: partnerships, supplier: suppliers, source: sources })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .leftJoin(sources, and(eq(sources.retailerId, partnerships.retailerId), eq(sources.partnershipId, partnerships.id)))
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  if (!found) throw new ApplicationError('not-found', 'There is no such partner.')
  const [channel] = await orm
    .select({
      transport: channels.transport,
      format: channels.format,
      version: channels.version,
      settings: channels.settings,
    })
    .from(channels)
    .where(and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, id), eq(channels.active, true)))
  return {
    ...found,
    channel,
    identities: await orm
      .select()
      .from(identities)
      .where(and(eq(identities.retailerId, retailerId), eq(identities.partnershipId, id)))
      .orderBy(asc(identities.id)),
    certificates: await orm
      .select({
        id: certificates.id,
        subject: certificates.subject,
        owner: certificates.owner,
        validFrom: certificates.validFrom,
        validTo: certificates.validTo,
        useFrom: certificates.useFrom,
        status: certificates.status,
      })
      .from(certificates)
      .where(and(eq(certificates.retailerId, retailerId), eq(certificates.partnershipId, id)))
      .orderBy(asc(certificates.validTo)),
  }
}

export type LoadedPartner = Awaited<ReturnType<typeof loadPartner>>

/** How a partner is doing: when messages last passed, what failed, and what it owes. */
export async function partnerHealth(orm: Orm, retailerId: string, partnershipId: string, now: Date) {
  const mine = sql`${messages.retailerId} = ${retailerId} and ${messages.partnershipId} = ${partnershipId}`
  const late = sql`${deadlines.retailerId} = ${retailerId} and ${deadlines.partnershipId} = ${partnershipId}
    and ${deadlines.endedAt} is null and ${deadlines.dueAt} < ${now.toISOString()}::timestamptz`
  const [row] = await orm
    .select({
      lastIn: latest(retailerId, partnershipId, 'in'),
      lastOut: latest(retailerId, partnershipId, 'out'),
      failed: subselect<number>(
        sql`select count(*)::int from ${messages} where ${mine} and ${messages.status} in ('failed', 'retrying', 'rejected')`,
      ),
      receiptsOverdue: subselect<number>(
        sql`select count(*)::int from ${deadlines} where ${late} and ${deadlines.kind} = 'functional-acknowledgment'`,
      ),
      answersOverdue: subselect<number>(
        sql`select count(*)::int from ${deadlines} where ${late} and ${deadlines.kind} <> 'functional-acknowledgment'`,
      ),
      exceptions: subselect<number>(
        sql`select count(*)::int from ${exceptions} where ${exceptions.retailerId} = ${retailerId}
          and ${exceptions.partnershipId} = ${partnershipId} and ${exceptions.resolvedAt} is null`,
      ),
    })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return row!
}

export type PartnerHealth = Awaited<ReturnType<typeof partnerHealth>>
