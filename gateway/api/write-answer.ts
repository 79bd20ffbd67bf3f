import { apiBase } from './base.ts'
import type { ApiFile, Endpoint, EndpointAnswer } from './endpoint.ts'
import type { WrittenAnswer } from './idempotency.ts'

/**
 * Writes an answer down as its schema has it: what the schema does not name is left out, so nothing leaves that was not meant to.
 * Throws when the answer departs from the schema, which is a bug of ours.
 */
export function writeAnswer(endpoint: Endpoint, answer: EndpointAnswer): WrittenAnswer {
  const schema = endpoint.answers[answer.status]?.schema
  return {
    status: answer.status,
    text: schema ? JSON.stringify(schema.parse(plain(answer.body))) : null,
    headers: {
      ...(schema ? { 'Content-Type': 'application/json' } : {}),
      ...(answer.revision === undefined ? {} : { ETag: `"${answer.revision}"` }),
      ...(answer.location ? { Location: `${apiBase}${answer.location}` } : {}),
    },
  }
}

/** The headers under which a file leaves: always to be saved, never shown, since its content may come from a partner. */
export function fileHeaders(file: ApiFile): Record<string, string> {
  return {
    'Content-Type': file.contentType,
    'Content-Disposition': `attachment; filename="${file.fileName.replace(/[^A-Za-z0-9._-]+/g, '-')}"`,
    'Content-Length': String(file.bytes.length),
  }
}

/** As JSON has it: moments as text. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
}
