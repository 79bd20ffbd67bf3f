import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { beginning } from '../../../db/schema/columns.ts'
import { documents, type InboundStatus, messages, type OutboundStatus } from '../../../db/schema/index.ts'
import { anyText } from '../../../engine/records.ts'
import type { Sought } from '../../ui/search-terms.ts'
import { beginsWith, isOneOf, named } from '../../ui/text-search.ts'
import { inWords } from '../texts.ts'
import type { Hit } from './hit.ts'
import { mostOf } from './match.ts'

/** Messages by the numbers of their documents, by control numbers, and by the name of the file or the id on the wire. */
export async function findMessages(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const most = mostOf(sought)
  const texts = 'one' in sought ? [sought.one] : sought.many
  const rows = await orm
    .select({
      id: messages.id,
      direction: messages.direction,
      status: messages.status,
      fileName: messages.fileName,
      wireId: messages.wireId,
      kind: documents.kind,
      number: documents.number,
      interchange: documents.interchangeNumber,
      group: documents.groupNumber,
    })
    .from(messages)
    .leftJoin(documents, and(eq(documents.retailerId, messages.retailerId), eq(documents.messageId, messages.id)))
    .where(
      // As a list: within `in (…)` the server, which expects more of them than there are, walks back through all messages until it has met enough.
      and(
        eq(messages.retailerId, retailerId),
        sql`${messages.id} = any(array(${messagesNamed(retailerId, sought, most)}))`,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(most * 4)
  return collect(rows, texts).slice(0, most)
}

interface Row {
  id: string
  direction: 'in' | 'out'
  status: InboundStatus | OutboundStatus
  fileName: string | null
  wireId: string
  kind: string | null
  number: string | null
  interchange: string | null
  group: string | null
}

/** One hit for each message, named by the document that was asked for. */
function collect(rows: readonly Row[], texts: readonly string[]): Hit[] {
  const wanted = texts.map(text => text.toLowerCase())
  return [...Map.groupBy(rows, row => row.id)].map(([id, some]) => {
    const { direction, status, fileName, wireId } = some[0]!
    const asked = some.find(row => wanted.some(text => row.number?.toLowerCase().startsWith(text))) ?? some[0]!
    const keys = some.flatMap(row => [
      row.number,
      row.interchange,
      row.group,
      unpadded(row.interchange),
      unpadded(row.group),
    ])
    const holds = asked.kind ? `${inWords(asked.kind)} ${asked.number}` : 'nothing that could be read'
    return {
      kind: 'message',
      keys: [fileName, wireId, ...keys].filter(key => key !== null),
      href: `/retailer/messages/${id}`,
      word: fileName ?? wireId,
      about: `${direction === 'in' ? 'In' : 'Out'}: ${holds}${some.length > 1 ? ' and more' : ''}`,
      status: { of: 'message', status },
    }
  })
}

const unpadded = (number: string | null) => number?.replace(/^0+(?=\d)/, '') ?? null

/**
 * The ids of messages known by these numbers, at most so many for each way of knowing them: a query for `in (…)`.
 * @param most for each way
 */
export function messagesNamed(retailerId: string, sought: Sought, most: number): SQL {
  const texts = 'one' in sought ? [sought.one] : sought.many
  // Control numbers are numbers of up to nine digits (I12), with leading zeros in an envelope and often without in people's hands.
  const control = texts
    .filter(text => /^\d{1,9}$/.test(text))
    .flatMap(text => [text, text.padStart(9, '0'), text.replace(/^0+(?=\d)/, '')])
    .filter((text, at, all) => all.indexOf(text) === at)
  const wire = texts.flatMap(text => [text, `<${text}>`])
  const file = 'one' in sought ? beginsWith(messages.fileName, sought.one) : isOneOf(messages.fileName, sought.many)
  // For each number its own few: of all together the server expects so many that it walks back through every document instead.
  const each = Math.ceil(most / Math.max(control.length, 1)) + 3
  const byControl = (
    column: SQL,
  ) => sql`(select lately.id from jsonb_array_elements_text(${JSON.stringify(control)}::text::jsonb) as given (number)
    cross join lateral (select message_id as id from ${documents} where ${documents.retailerId} = ${retailerId} and message_id is not null
      and ${column} = given.number order by ${documents.id} desc limit ${each}) as lately)`
  const fromMessages = (condition: SQL, order = sql``) =>
    sql`(select id from ${messages} where ${messages.retailerId} = ${retailerId} and ${condition} ${order} limit ${most})`
  // In the order of an index: without one, a limit has the planner read the whole table for what it expects to meet early, and what nothing matches it never meets.
  const parts = [
    sql`(select message_id as id from ${documents} where ${documents.retailerId} = ${retailerId} and message_id is not null
      and ${named(documents.number, sought)} order by ${beginning(documents.number)} limit ${most})`,
    ...(control.length > 0
      ? [byControl(sql`${documents.interchangeNumber}`), byControl(sql`${documents.groupNumber}`)]
      : []),
    fromMessages(file, sql`order by ${beginning(messages.fileName)}`),
    fromMessages(sql`${messages.wireId} = ${anyText(wire)}`),
  ]
  return sql.join(parts, sql` union all `)
}
