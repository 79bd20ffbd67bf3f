import type { Context } from 'hono'
import type { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import { fieldProblems, namesOf, readObject, unstorableFields } from '../../../translators/objects/index.ts'
import type { ApiEnv } from '../deps.ts'
import type { Endpoint, Upload } from '../endpoint.ts'
import { idempotencyHeader, idempotencyHeaders } from '../idempotency.ts'
import { ifMatch, revisionHeaders } from '../revisions.ts'
import { queryOf } from '../tenant.ts'
import { readJsonText } from './json-text.ts'
import { wrongFields } from './wrong-fields.ts'

/** A request as its endpoint's schemas have it. */
export interface Input {
  params: Record<string, string>
  query: Record<string, unknown>
  /** Undefined where the endpoint takes none, or it came as a file. */
  body: unknown
  /** The body as it came, of an endpoint that takes files. */
  upload?: Upload | undefined
  idempotencyKey?: string | undefined
  /** The tag that the client has seen, as it came. */
  ifMatch?: string | undefined
}

/**
 * How the requests to an endpoint are read. Throws `invalid-input` with everything that is wrong with its fields at once, `unsupported-type` for a body
 * of a kind that is not taken, and what is answered with 400 for a body that is no JSON.
 */
export function inputReader(endpoint: Endpoint): (context: Context<ApiEnv>) => Promise<Input> {
  const query = queryOf(endpoint)
  return context => readInput(context, endpoint, query)
}

async function readInput(context: Context<ApiEnv>, endpoint: Endpoint, query: z.ZodObject | undefined): Promise<Input> {
  const wrong: Record<string, string> = {}
  const check = <Schema extends z.ZodType>(schema: Schema | undefined, given: unknown) => {
    const read = schema?.safeParse(given)
    if (read && !read.success) Object.assign(wrong, fieldProblems(read.error, given))
    return read?.data ?? {}
  }
  const params = check(endpoint.params, context.req.param()) as Input['params']
  const asked = check(query, context.req.query()) as Input['query']
  Object.assign(wrong, wrongParameters(context, Object.keys(query?.shape ?? {})))
  const headers = endpoint.method === 'get' ? {} : headersOf(context, endpoint, check)
  const { body, upload, problems } = await bodyOf(context, endpoint)
  Object.assign(wrong, problems, unstorableFields(asked), unstorableFields(params))
  if (Object.keys(wrong).length > 0) throw wrongFields(wrong)
  return { params, query: asked, body, upload, ...headers }
}

/** A filter that is misspelt would be no filter at all, and of one that is given twice only the first would count. */
function wrongParameters({ req }: Context, known: string[]): Record<string, string> {
  const unknown = known.length > 0 ? `Unknown here. There are ${known.join(', ')}.` : 'There are no parameters here.'
  const wrong = Object.entries(req.queries()).flatMap(([name, values]) => {
    if (!known.includes(name)) return [[name, unknown]]
    return values.length > 1 ? [[name, 'Given more than once.']] : []
  })
  return Object.fromEntries(wrong)
}

type Check = (schema: z.ZodType, given: unknown) => unknown

function headersOf({ req }: Context, { revised }: Endpoint, check: Check): Pick<Input, 'idempotencyKey' | 'ifMatch'> {
  const [key, tag] = [req.header(idempotencyHeader), req.header(ifMatch)]
  check(idempotencyHeaders, { [idempotencyHeader]: key })
  if (revised) check(revisionHeaders, { [ifMatch]: tag })
  return { idempotencyKey: key, ifMatch: tag }
}

interface ReadBody {
  body?: unknown
  upload?: Upload
  problems?: Record<string, string>
}

async function bodyOf({ req }: Context, endpoint: Endpoint): Promise<ReadBody> {
  if (!endpoint.body) return {}
  const contentType = req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (isJson(contentType)) {
    const upload = endpoint.files && { upload: { contentType, bytes: new Uint8Array(await req.arrayBuffer()) } }
    return { ...readBody(endpoint, readJsonText(await req.text())), ...upload }
  }
  const bytes = new Uint8Array(await req.arrayBuffer())
  if (endpoint.files && Object.hasOwn(endpoint.files, contentType)) return { upload: { contentType, bytes } }
  if (contentType === '' && bytes.length === 0 && !endpoint.files) return readBody(endpoint, {})
  const taken = ['application/json', ...Object.keys(endpoint.files ?? {})].join(' or ')
  throw new ApplicationError('unsupported-type', `Send the body as ${taken}, and say so in Content-Type.`)
}

const isJson = (type: string) => /^application\/([a-z0-9.-]+\+)?json$/.test(type)

/** A body in JSON as the endpoint's schema has it, or what is wrong with its fields. What its answers hold may be sent back with what was read. */
function readBody(endpoint: Endpoint, given: unknown): ReadBody {
  const nullSpeaks = endpoint.method === 'patch'
  const read = readObject(endpoint.body!, given, { passedOver: answeredBy(endpoint), nullSpeaks })
  return read.ok ? { body: read.value } : { problems: read.problems }
}

const answered = new WeakMap<Endpoint, ReadonlySet<string>>()

/** The names of all fields in an endpoint's answers. */
function answeredBy(endpoint: Endpoint): ReadonlySet<string> {
  const schemas = () => Object.values(endpoint.answers).flatMap(({ schema }) => schema ?? [])
  const names = answered.get(endpoint) ?? new Set(schemas().flatMap(schema => [...namesOf(schema, 'output')]))
  answered.set(endpoint, names)
  return names
}
