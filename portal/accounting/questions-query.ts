import { and, asc, desc, eq, exists, gte, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { type ExceptionKind, exceptionKinds, exceptions, invoices } from '../../db/schema/index.ts'
import { idIn } from '../ui/request.ts'

/** Which invoices a list is narrowed to: those with an open exception of a kind, those of one supplier, those received from a moment on. */
export interface Narrowing {
  kind?: ExceptionKind | undefined
  partnershipId?: string | undefined
  since?: Date | undefined
}

/** Reads `kind`, `partner` and `since` (an instant, ISO 8601 in UTC) as they stand in an address or a form. */
export function narrowingIn(read: (name: string) => string | undefined): Narrowing {
  return {
    kind: exceptionKinds.find(known => known === read('kind')),
    partnershipId: idIn(read('partner')),
    since: instantIn(read('since')),
  }
}

function instantIn(text: string | undefined): Date | undefined {
  const known = z.iso.datetime().safeParse(text)
  return known.success ? new Date(known.data) : undefined
}

/** The same as parameters; those that narrow nothing are left out. */
export function narrowingParameters({ kind, partnershipId, since }: Narrowing): Record<string, string> {
  return {
    ...(kind && { kind }),
    ...(partnershipId && { partner: partnershipId }),
    ...(since && { since: since.toISOString() }),
  }
}

/** The condition on `invoices` that a narrowing stands for. */
export function narrowed(orm: Orm, { kind, partnershipId, since }: Narrowing): SQL | undefined {
  const open = and(
    eq(exceptions.retailerId, invoices.retailerId),
    eq(exceptions.invoiceId, invoices.id),
    isNull(exceptions.resolvedAt),
    kind && eq(exceptions.kind, kind),
  )
  return and(
    partnershipId ? eq(invoices.partnershipId, partnershipId) : undefined,
    since ? gte(invoices.receivedAt, since) : undefined,
    kind ? exists(orm.select({ one: sql`1` }).from(exceptions).where(open)) : undefined,
  )
}

const questions = (retailerId: string) =>
  and(eq(exceptions.retailerId, retailerId), isNull(exceptions.resolvedAt), eq(invoices.status, 'exception'))

const figures = {
  currency: invoices.currency,
  n: sql<number>`count(distinct ${invoices.id})::int`,
  atStake: sql<string>`trim_scale(coalesce(sum(${exceptions.atStake}), 0))`,
}

/** Invoices in question by what is wrong with them, most money first. One with two kinds of exception counts under both. */
export async function questionsByKind(orm: Orm, retailerId: string) {
  return await orm
    .select({ kind: exceptions.kind, ...figures })
    .from(exceptions)
    .innerJoin(invoices, and(eq(invoices.retailerId, exceptions.retailerId), eq(invoices.id, exceptions.invoiceId)))
    .where(questions(retailerId))
    .groupBy(exceptions.kind, invoices.currency)
    .orderBy(desc(figures.atStake), asc(exceptions.kind))
}

/** Invoices in question by supplier, most money first. */
export async function questionsBySupplier(orm: Orm, retailerId: string) {
  return await orm
    .select({ partnershipId: invoices.partnershipId, ...figures })
    .from(exceptions)
    .innerJoin(invoices, and(eq(invoices.retailerId, exceptions.retailerId), eq(invoices.id, exceptions.invoiceId)))
    .where(questions(retailerId))
    .groupBy(invoices.partnershipId, invoices.currency)
    .orderBy(desc(figures.atStake), asc(invoices.partnershipId))
}

/** Those of these invoices that are the retailer's, in the order of their numbers: what a decision about several needs to know. */
export async function loadToResolve(orm: Orm, retailerId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  return await orm
    .select({
      id: invoices.id,
      number: invoices.number,
      type: invoices.type,
      status: invoices.status,
      partnershipId: invoices.partnershipId,
      currency: invoices.currency,
      total: invoices.total,
    })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, [...ids])))
    .orderBy(asc(invoices.number), asc(invoices.id))
}

export type ToResolve = Awaited<ReturnType<typeof loadToResolve>>[number]
