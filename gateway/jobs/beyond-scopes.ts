import type { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { documentScopes } from '../../partners/api-keys/document-scopes.ts'
import type { DocumentKind } from '../../translators/documents/index.ts'
import type { FoundPart } from '../formats/format.ts'
import { receivedWith } from './received-with.ts'

/**
 * The parts of a message with an error at each document that the key which sent it may not send: a file is whatever it holds, not what it was handed in as.
 * Messages that no key sent are left as they are.
 */
export async function withinScopes(
  work: Work,
  message: typeof messages.$inferSelect,
  parts: FoundPart[],
): Promise<FoundPart[]> {
  const scopes = message.transport === 'rest' ? await scopesOfKey(work, message) : undefined
  if (scopes === undefined) return parts
  return parts.map(part => ({
    ...part,
    documents: part.documents.map(document => {
      const needed = documentScopes[document.kind as DocumentKind]
      if (needed === undefined || scopes.includes(needed)) return document
      const text = `The API key that sent this lacks the scope ${needed}.`
      return {
        ...document,
        issues: [...document.issues, { severity: 'error', code: 'not-allowed', message: text, at: {} }],
      }
    }),
  }))
}

/** What the key might do when the message came; undefined of one that might send everything. */
async function scopesOfKey(work: Work, message: typeof messages.$inferSelect): Promise<string[] | undefined> {
  const { scopes } = (await receivedWith(work, message)) as { scopes?: string }
  return scopes?.split(' ')
}
