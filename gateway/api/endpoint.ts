import type { z } from 'zod'
import type { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import type { Work } from '../../db/work.ts'
import type { ApiScope, RetailerApiScope, SupplierApiScope } from '../../partners/api-keys/scopes.ts'
import type { SecretBox } from '../../partners/secrets.ts'

/** One answer that an endpoint can give: JSON by a schema, exact bytes, or nothing at all. */
export interface AnswerSpec {
  description: string
  schema?: z.ZodType
  /** The answer is a file, whatever its type. */
  bytes?: true
}

/** A body as it came, of an endpoint that takes more than JSON. */
export interface Upload {
  /** Without its parameters, in lower case. */
  contentType: string
  bytes: Uint8Array
}

/** A file as an answer. */
export interface ApiFile {
  bytes: Uint8Array
  fileName: string
  contentType: string
  /** Of a list: the cursor of the page that comes after. */
  nextCursor?: string | null
}

/** What a presenter may give where the schema says text: a moment is written as ISO 8601 in UTC. */
type Given<T> = T extends string
  ? T | Date
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : T extends object
      ? { [Key in keyof T]: Given<T[Key]> }
      : T

/** The answer that an endpoint's `run` gives: one of those that it declares. */
type AnswerOf<Answers> = {
  [Status in keyof Answers & number]: Answers[Status] extends { schema: infer Schema extends z.ZodType }
    ? { status: Status; body: Given<z.input<Schema>>; location?: string; revision?: number }
    : Answers[Status] extends { bytes: true }
      ? { status: Status; file: ApiFile }
      : { status: Status }
}[keyof Answers & number]

/** An answer in JSON, with where the thing is that was made. */
export function json<const Status extends number, Body>(status: Status, body: Body, location?: string) {
  return { status, body, ...(location === undefined ? {} : { location }) }
}

/** The same of a thing that several may change: its revision leaves as its ETag (RFC 9110 §8.8.3). */
export function revised<const Status extends number, Body>(
  status: Status,
  body: Body,
  revision: number,
  location?: string,
) {
  return { ...json(status, body, location), revision }
}

/** A file as the answer. */
export function file(content: ApiFile) {
  return { status: 200 as const, file: content }
}

/** An answer without a body: there is nothing to tell. */
export function nothing() {
  return { status: 204 as const }
}

/** For whom an endpoint works: a retailer, or a supplier in one of its partnerships. */
export interface RetailerTenant {
  retailerId: string
}
export interface SupplierTenant extends RetailerTenant {
  supplierId: string
  partnershipId: string
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

interface Asked<Tenant, Params, Query> {
  tenant: Tenant
  /** For reading; in a write the work's own transaction. */
  orm: Orm
  params: Parsed<Params>
  query: Parsed<Query>
  now: Date
  /** What the key that asks may do. */
  scopes: readonly ApiScope[]
  /** Opens what is sealed. */
  box: SecretBox
}

interface AskedToWrite<Tenant, Params, Query, Body> extends Asked<Tenant, Params, Query> {
  work: Work
  /** Undefined where the body is one of `files`. */
  body: Parsed<Body>
  /** The body as it came; only where the endpoint has `files`. */
  upload: Upload
  /** What people call the key that asks. */
  keyName: string
  /** The revision that the client has seen (`If-Match`), or undefined where it does not say. */
  seen: number | undefined
}

interface Described<Scope, Params, Query, Answers> {
  /** `/orders/{id}`, below the API's base. */
  path: string
  scope: Scope
  /** A second scope that admits as well; `run` then looks at what the key may see. */
  orScope?: Scope
  /** Under which heading the documentation shows it. */
  tag: string
  summary: string
  description?: string
  params?: Params
  query?: Query
  answers: Answers
}

interface ReadSpec<Tenant, Scope, Params, Query, Answers> extends Described<Scope, Params, Query, Answers> {
  /** What the answer 200 may be besides JSON, as the client's `Accept` has it: what it then holds, by its media type. */
  formats?: Record<string, string>
  /** @param asked with the media type that the client wants most, one of JSON and `formats`, and the hub, whose long figures are kept for a while */
  run(
    asked: Asked<Tenant, Params, Query> & { accept: string; hub: HubDatabase },
  ): Promise<AnswerOf<Answers> | FileAnswer>
}

/** The answer in one of the endpoint's other formats. */
type FileAnswer = ReturnType<typeof file>

interface WriteSpec<Tenant, Scope, Params, Query, Body, Answers> extends Described<Scope, Params, Query, Answers> {
  method: 'post' | 'put' | 'patch' | 'delete'
  body?: Body
  /** What the body may be besides JSON: what it then holds, by its media type. Such a body comes as it is, in `upload`. */
  files?: Record<string, string>
  /** The largest body, in bytes, where it is not the API's own limit. */
  maxBody?: number
  /** Several may change the thing: `If-Match` is taken; `required` where nobody may overwrite what they have not seen. */
  revised?: true | 'required'
  /** What it answers, or is sent, is secret: where the answer is kept for a repeat it is sealed. */
  secret?: true
  /** A body that works. */
  example?: Body extends z.ZodType ? z.input<Body> : undefined
  run(asked: AskedToWrite<Tenant, Params, Query, Body>): Promise<AnswerOf<Answers>>
  /**
   * For what many send at once: those of one key are done in one unit of work, and each still gets its own answer, or the error that keeps it
   * alone from being done.
   */
  runTogether?(
    asked: Pick<AskedToWrite<Tenant, Params, Query, Body>, 'work' | 'tenant'>,
    bodies: readonly Parsed<Body>[],
  ): Promise<(AnswerOf<Answers> | ApplicationError)[]>
}

/** An endpoint as the API mounts it, whatever its types. */
export interface Endpoint {
  side: 'retailer' | 'supplier'
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  scope: ApiScope
  orScope?: ApiScope
  tag: string
  summary: string
  description?: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  files?: Record<string, string>
  formats?: Record<string, string>
  maxBody?: number
  revised?: true | 'required'
  secret?: true
  example?: unknown
  answers: Record<number, AnswerSpec>
  run(
    asked: AskedToWrite<SupplierTenant, z.ZodType, z.ZodType, z.ZodType> & { accept: string; hub: HubDatabase },
  ): Promise<EndpointAnswer>
  runTogether?(
    asked: { work: Work; tenant: SupplierTenant },
    bodies: readonly unknown[],
  ): Promise<(EndpointAnswer | ApplicationError)[]>
}

/** What came of a request, before it is written down. */
export interface EndpointAnswer {
  status: number
  body?: unknown
  file?: ApiFile
  location?: string
  revision?: number
}

type Fields = z.ZodObject | undefined
type Answers = Record<number, AnswerSpec>

/** A question of a retailer's system: changes nothing. */
export function retailerRead<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  const A extends Answers = Answers,
>(spec: ReadSpec<RetailerTenant, RetailerApiScope, P, Q, A>): Endpoint {
  return { ...spec, side: 'retailer', method: 'get' } as unknown as Endpoint
}

/** A change by a retailer's system: one transaction, and once for its idempotency key. */
export function retailerWrite<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  B extends z.ZodType | undefined = undefined,
  const A extends Answers = Answers,
>(spec: WriteSpec<RetailerTenant, RetailerApiScope, P, Q, B, A>): Endpoint {
  return { ...spec, side: 'retailer' } as unknown as Endpoint
}

/** A question of a supplier's system, about one of its partnerships. */
export function supplierRead<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  const A extends Answers = Answers,
>(spec: ReadSpec<SupplierTenant, SupplierApiScope, P, Q, A>): Endpoint {
  return { ...spec, side: 'supplier', method: 'get' } as unknown as Endpoint
}

/** Something that a supplier's system sends, in one of its partnerships. */
export function supplierWrite<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  B extends z.ZodType | undefined = undefined,
  const A extends Answers = Answers,
>(spec: WriteSpec<SupplierTenant, SupplierApiScope, P, Q, B, A>): Endpoint {
  return { ...spec, side: 'supplier' } as unknown as Endpoint
}
