import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { documents } from '../../db/schema/index.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { type BusinessDocument, documentNumberOf } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { duplicateIssues, duplicateKey, type Overlay } from '../../translators/x12/index.ts'

/** So many of the partner's newest documents of the kind are compared. */
const compared = 1000

/**
 * Tells documents that the partner's map calls duplicates (`policy.duplicateKey`): of one file those after the first, and any whose
 * key an earlier document of the partner had.
 */
export class DuplicateFinder {
  readonly #orm: Orm
  readonly #channel: ChannelFacts
  readonly #known = new Map<string, Map<string, string>>()

  constructor(orm: Orm, channel: ChannelFacts) {
    this.#orm = orm
    this.#channel = channel
  }

  async find(document: BusinessDocument, overlay: Overlay): Promise<Issue[]> {
    const key = duplicateKey(document, overlay)
    if (key === undefined) return []
    const known = await this.#earlier(document.kind, overlay)
    const first = known.get(key)
    if (first !== undefined) return duplicateIssues(document, overlay, first)
    known.set(key, documentNumberOf(document))
    return []
  }

  async #earlier(kind: string, overlay: Overlay): Promise<Map<string, string>> {
    const loaded = this.#known.get(kind)
    if (loaded) return loaded
    const { retailerId, partnershipId } = this.#channel
    const rows = await this.#orm
      .select({ content: documents.content })
      .from(documents)
      .where(
        and(
          eq(documents.retailerId, retailerId),
          eq(documents.partnershipId, partnershipId),
          eq(documents.direction, 'in'),
          eq(documents.kind, kind),
          inArray(documents.status, ['received', 'applied']),
        ),
      )
      .orderBy(desc(documents.createdAt))
      .limit(compared)
    const known = new Map<string, string>()
    for (const { content } of rows) {
      const document = content as BusinessDocument | null
      const key = document ? duplicateKey(document, overlay) : undefined
      if (document && key !== undefined) known.set(key, documentNumberOf(document))
    }
    this.#known.set(kind, known)
    return known
  }
}
