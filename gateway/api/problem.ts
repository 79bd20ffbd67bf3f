import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { ApplicationError, applicationErrors } from '../../db/application-error.ts'
import { apiBase } from './base.ts'

/** Refusals that only HTTP knows, beside those of `applicationErrors`. */
const httpErrors = {
  'malformed-body': 400,
  'method-not-allowed': 405,
  'precondition-required': 428,
  'internal-error': 500,
} as const

/** Every kind of problem that the API answers with, and its HTTP status. */
export const problemStatuses = { ...applicationErrors, ...httpErrors }
export type ProblemCode = keyof typeof problemStatuses

/** Problem details (RFC 9457). `type` leads to the documentation; `fields` says what is wrong with which field of the request. */
export const problemSchema = z
  .object({
    type: z.string().describe('Which kind of problem: a link into the documentation.'),
    title: z.string().describe('The kind in words, always the same for one type.'),
    status: z.int().describe('The HTTP status again.'),
    detail: z.string().describe('What is wrong this time.'),
    fields: z.record(z.string(), z.string()).optional().describe('By field, e.g. lines[0].sku: what is wrong with it.'),
    id: z.string().optional().describe('Of an internal error: what to name when asking for help.'),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request was refused (RFC 9457, application/problem+json).',
    example: {
      type: `${apiBase}/docs#problem-invalid-input`,
      title: 'Invalid input',
      status: 422,
      detail: 'The catalogue does not have TENT-9P.',
      fields: { 'lines[0].sku': 'The catalogue has no SKU TENT-9P.' },
    },
  })
type Problem = z.infer<typeof problemSchema>

/** What is answered: the problem, and headers that belong to it. */
export function problem(
  context: Context,
  code: ProblemCode,
  detail: string,
  more: { fields?: Record<string, string>; id?: string; headers?: Record<string, string> } = {},
): Response {
  const { headers, fields, id } = more
  const status = problemStatuses[code]
  const body: Problem = {
    type: `${apiBase}/docs#problem-${code}`,
    title: titleOf(code),
    status,
    detail,
    ...(fields && Object.keys(fields).length > 0 ? { fields } : {}),
    ...(id === undefined ? {} : { id }),
  }
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    ...headers,
  })
}

/** `wrong-state` → `Wrong state`. */
export function titleOf(code: ProblemCode): string {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Where the API writes what went wrong; a pino logger fits. */
export interface ApiLog {
  error(details: object, message: string): void
}

/** Answers anything that was thrown. What nobody foresaw is logged under an id, and nothing of it is shown. */
export function problemOf(context: Context, error: unknown, log: ApiLog, newId: () => string): Response {
  if (error instanceof ApplicationError) {
    return problem(context, error.code, error.message, { fields: error.fields })
  }
  if (error instanceof HTTPException && error.status === 400) return problem(context, 'malformed-body', error.message)
  const id = newId()
  log.error({ id, error, method: context.req.method, path: context.req.path }, 'A request to the API failed.')
  return problem(context, 'internal-error', `Something went wrong here. Name ${id} when you ask about it.`, { id })
}
