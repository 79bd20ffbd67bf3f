import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type ruleKinds, ruleSets } from '../../db/schema/index.ts'

/** What rules are called, by their ids. */
export type RuleNames = ReadonlyMap<string, string>

/** A rule without a name is called by its id. */
export const namesOf = (rules: readonly { id: string; name?: string | undefined }[]): RuleNames =>
  new Map(rules.map(({ id, name }) => [id, name ?? id]))

/** A version that decided something: where it is shown, and what its rules are called. */
export interface AppliedVersion {
  id: string
  names: RuleNames
}

/** The versions by which something was decided, by their numbers; those that were never written (0) are left out. */
export async function appliedVersions(
  orm: Orm,
  retailerId: string,
  kind: (typeof ruleKinds)[number],
  numbers: readonly (number | undefined)[],
): Promise<ReadonlyMap<number, AppliedVersion>> {
  const wanted = [...new Set(numbers.filter(number => number !== undefined && number > 0))] as number[]
  if (wanted.length === 0) return new Map()
  const rows = await orm
    .select({ id: ruleSets.id, version: ruleSets.version, rules: ruleSets.rules })
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, kind), inArray(ruleSets.version, wanted)))
  return new Map(rows.map(({ id, version, rules }) => [version, { id, names: namesOf(rules as { id: string }[]) }]))
}
