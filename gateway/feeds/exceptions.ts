import { sql } from 'drizzle-orm'
import { exceptions, type fetchSources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseExceptions, resolveException } from '../../engine/exceptions/raise.ts'
import { type DeliveryFailure, deliveryFailures } from '../transports/contract.ts'
import type { FileProblem } from '../transports/remote-files/take.ts'

type Source = Pick<typeof fetchSources.$inferSelect, 'retailerId' | 'id' | 'partnershipId' | 'name'>

const keyOf = (id: string) => `not-fetched:${id}`

/** Puts a place that cannot be looked into before a person: once, with what was seen last, and again if it had been settled. */
export async function raiseNotFetched(work: Work, source: Source, { code, detail }: DeliveryFailure): Promise<void> {
  const { retailerId, id, partnershipId, name } = source
  const seen = {
    actual: code,
    summary: `${name} cannot be looked into. ${deliveryFailures[code].says} ${detail}`.trim(),
    raisedAt: work.now,
  }
  const row = {
    retailerId,
    id: work.newId(),
    kind: 'not-fetched' as const,
    key: keyOf(id),
    partnershipId,
    expected: 'fetched',
  }
  await work.tx
    .insert(exceptions)
    .values({ ...row, ...seen })
    .onConflictDoUpdate({
      target: [exceptions.retailerId, exceptions.key],
      set: { ...seen, resolvedAt: sql`null`, resolution: sql`null`, resolvedBy: sql`null` },
    })
}

/** The place can be looked into after all. */
export async function settleNotFetched(work: Work, { retailerId, id }: Source): Promise<void> {
  await resolveException(work, retailerId, keyOf(id), 'fetched')
}

/** Puts single files that could not be taken before a person, each once for each reason. */
export async function raiseFileProblems(work: Work, source: Source, problems: readonly FileProblem[]): Promise<void> {
  const { retailerId, id, partnershipId, name } = source
  await raiseExceptions(
    work,
    problems.map(({ path, failure: { code, detail } }) => ({
      retailerId,
      kind: 'not-fetched' as const,
      key: `not-fetched:${id}:${code}:${path}`,
      partnershipId,
      expected: 'fetched',
      actual: code,
      summary: `${name}: there is something wrong with ${path}. ${deliveryFailures[code].says} ${detail}`.trim(),
    })),
  )
}
