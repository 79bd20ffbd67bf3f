import type { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import type { FoundPart } from '../formats/format.ts'
import { receivedWith } from './received-with.ts'

type Message = typeof messages.$inferSelect

/** Of stock files that came together none says of the others' items that there are none. */
export const oneOfSeveral: Issue = {
  severity: 'warning',
  code: 'one-of-several',
  message:
    'Several stock files came in one archive: each was taken for what changed, so that none empties what another one tells. What none of them names stays as it was.',
  at: {},
}

/** Whether a message was taken out of an archive with further files that may hold stock. */
export async function cameWithOthers(work: Work, message: Message): Promise<boolean> {
  const { stockFiles } = (await receivedWith(work, message)) as { stockFiles?: string }
  return Number(stockFiles ?? 1) > 1
}

/** The parts found in the files of one archive: where more than one file holds all of a supplier's stock, each is taken for what changed. */
export function asChanges(files: readonly FoundPart[][]): FoundPart[] {
  const full = files.filter(parts => parts.some(hasAllStock))
  return files.flatMap(parts => (full.length > 1 ? parts.map(asDelta) : parts))
}

const hasAllStock = ({ documents }: FoundPart) =>
  documents.some(({ content }) => content?.kind === 'inventory-advice' && content.scope === 'full')

function asDelta(part: FoundPart): FoundPart {
  if (!hasAllStock(part)) return part
  const documents = part.documents.map(document =>
    document.content?.kind === 'inventory-advice'
      ? { ...document, content: { ...document.content, scope: 'delta' as const } }
      : document,
  )
  return { ...part, documents, issues: [...part.issues, oneOfSeveral] }
}
