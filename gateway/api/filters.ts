import { type AnyColumn, eq, gte, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { momentFilter } from './fields.ts'

/** Filters that several lists have, told alike. */
export const numberFilter = z.string().max(50).optional().describe('The very number, capitals and all.')
export const partnerFilter = z.uuid().optional().describe('Of this partner, by its `id` in `/partners`.')
export const sourceFilter = z.uuid().optional().describe('Of this supplier or warehouse, by its `id` in `/sources`.')
export const updatedSince = momentFilter.optional().describe('Changed at this moment or later.')

/** The condition that a column has the value asked for, or none where nothing was asked. */
export function matching(column: AnyColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : eq(column, value)
}

/** The condition that a moment is not before the one asked for. */
export function notBefore(column: AnyColumn, moment: string | undefined): SQL | undefined {
  return moment === undefined ? undefined : gte(column, new Date(moment))
}
