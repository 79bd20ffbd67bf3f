import { type AnyColumn, eq, gte, type SQL } from 'drizzle-orm'

/** The condition that a column has the value asked for, or none where nothing was asked. */
export function matching(column: AnyColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : eq(column, value)
}

/** The condition that a moment is not before the one asked for. */
export function notBefore(column: AnyColumn, moment: string | undefined): SQL | undefined {
  return moment === undefined ? undefined : gte(column, new Date(moment))
}
