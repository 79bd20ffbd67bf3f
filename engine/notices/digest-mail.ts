import type { notifications } from '../../db/schema/index.ts'
import type { AccountMail } from '../people/mails.ts'

/** Of one notice so many of its rows stand in the mail; the rest is counted. */
const mostRows = 20

/** One mail of all that happened, in the order in which it did. */
export function digestMail(
  notices: readonly Pick<typeof notifications.$inferSelect, 'subject' | 'body' | 'rows' | 'headings'>[],
): AccountMail {
  const [only] = notices
  return {
    subject: notices.length === 1 && only ? only.subject : `${notices.length} things since your last daily mail`,
    text: notices.map(inWords).join('\n\n----\n\n'),
  }
}

function inWords({
  subject,
  body,
  rows,
  headings,
}: Pick<typeof notifications.$inferSelect, 'subject' | 'body' | 'rows' | 'headings'>): string {
  const lines = rows.slice(0, mostRows).map(row => {
    const values = headings.map(heading => row[heading]).filter(Boolean)
    return `- ${values.join(', ')}`
  })
  const more = rows.length > mostRows ? [`and ${rows.length - mostRows} more`] : []
  return [subject, body, ...(rows.length > 0 ? [[...lines, ...more].join('\n')] : [])].join('\n\n')
}
