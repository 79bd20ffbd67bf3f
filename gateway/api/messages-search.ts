import { and, eq, type SQL, sql } from 'drizzle-orm'
import { beginning } from '../../db/schema/columns.ts'
import { documents, messages } from '../../db/schema/index.ts'

/** By what is in a message, or what it is called. */
interface Sought {
  kind?: string | undefined
  number?: string | undefined
  controlNumber?: string | undefined
  wireId?: string | undefined
  fileName?: string | undefined
}

/** The condition that a message is called so and holds such a document: one that is all of what was asked for. Each number goes by its index. */
export function holding(
  retailerId: string,
  { kind, number, controlNumber, wireId, fileName }: Sought,
): SQL | undefined {
  const asked = [
    number === undefined ? undefined : sql`${beginning(documents.number)} = lower(${number})`,
    controlNumber === undefined ? undefined : controlled(controlNumber),
  ].filter(condition => condition !== undefined)
  const kinds = kind === undefined ? [] : [eq(documents.kind, kind)]
  return and(
    wireId === undefined ? undefined : sql`${messages.wireId} in (${wireId}, ${`<${wireId}>`})`,
    fileName === undefined ? undefined : sql`${beginning(messages.fileName)} = lower(${fileName})`,
    asked.length > 0
      ? sql`${messages.id} in (select message_id from ${documents} where ${documents.retailerId} = ${retailerId} and ${and(...asked, ...kinds)})`
      : undefined,
    // Without a number the list is walked from its end, and each message asked what it holds.
    asked.length === 0 && kinds.length > 0
      ? sql`exists (select 1 from ${documents} where ${documents.retailerId} = ${messages.retailerId}
          and ${documents.messageId} = ${messages.id} and ${and(...kinds)})`
      : undefined,
  )
}

/** ISA13, GS06 (I12 and 28): numbers of up to nine digits, with leading zeros in an envelope and often without in people's hands. */
function controlled(given: string): SQL {
  const forms = [given, given.padStart(9, '0'), given.replace(/^0+(?=\d)/, '')].map(form => sql`${form}`)
  const list = sql.join(forms, sql`, `)
  return sql`(${documents.interchangeNumber} in (${list}) or ${documents.groupNumber} in (${list}))`
}
