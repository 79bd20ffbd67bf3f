import type { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import type { Issue } from '../../translators/issue.ts'
import { storeOutbound } from '../journal/outbound.ts'

/** Reports on files that could not be read are named so; an SFTP partner finds them in `/errors`, others where their files are put. */
export const reportPrefix = 'errors-'

/** The transports that carry words for a person: over the others a machine reads, or the portal shows it. */
const reported: ReadonlySet<string> = new Set(['email', 'sftp', 'ftp'])

/** Tells a partner in words, on its own channel, what was wrong with its file. Not for X12, which has the 997 for that. */
export async function reportProblems(
  work: Work,
  message: typeof messages.$inferSelect,
  partnershipId: string,
  errors: Issue[],
): Promise<void> {
  const { retailerId } = message
  const channel = await channelFacts(work.tx, retailerId, partnershipId)
  if (!channel || !reported.has(channel.transport)) return
  await storeOutbound(work, {
    retailerId,
    id: work.newId(),
    partnershipId,
    transport: channel.transport,
    fileName: `${reportPrefix}${message.fileName?.replace(/[^A-Za-z0-9.-]+/g, '-') ?? message.id}.txt`,
    contentType: 'text/plain',
    bytes: Buffer.from(problemReport(message.fileName ?? 'your message', errors)),
  })
}

/** The file that a message of ours reports on; undefined where it is no report. */
export const reportedFile = ({
  fileName,
  contentType,
}: Pick<typeof messages.$inferSelect, 'fileName' | 'contentType'>) =>
  contentType === 'text/plain' && fileName?.startsWith(reportPrefix)
    ? fileName.slice(reportPrefix.length).replace(/\.txt$/, '')
    : undefined

/** What the partner reads: one numbered line for each thing that is wrong. */
export function problemReport(fileName: string, errors: readonly Issue[]): string {
  const lines = errors.map((issue, index) => {
    const expected = issue.expected ? ` Expected: ${issue.expected}.` : ''
    const found = issue.value ? ` Found: ${issue.value}.` : ''
    return `${index + 1}. ${issue.message}${found}${expected}`
  })
  return [
    `We could not process everything in ${fileName}.`,
    '',
    ...lines,
    '',
    'What was right, if anything, has been taken. Please correct the rest and send it again.',
    '',
  ].join('\n')
}
