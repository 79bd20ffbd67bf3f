import type { HubDatabase } from '../../../db/hub-database.ts'
import { createApiKey } from '../../../partners/api-keys/create.ts'
import { type KeyOwner, scopesFor } from '../../../partners/api-keys/scopes.ts'
import { secretBox } from '../../../partners/secrets.ts'
import { createApi } from '../app.ts'
import type { ApiDeps } from '../deps.ts'
import { DescribedAnswers } from './described.ts'

/** What came back: `body` is parsed where it is JSON, bytes where it is a file, undefined where there is none. */
export interface Came<Body> {
  status: number
  headers: Headers
  body: Body
}

export interface Sent {
  key?: string | undefined
  /** Sent as JSON; a string or bytes as they are. */
  body?: unknown
  headers?: Record<string, string>
}

/** The API over a database, as a client of it. Every answer is checked against the published description. */
export class ApiClient {
  readonly hub: HubDatabase
  readonly api: ReturnType<typeof createApi>
  /** What was logged: there is nothing in it unless something broke. */
  readonly logged: object[] = []
  readonly #answers: Promise<DescribedAnswers>

  constructor(hub: HubDatabase, settings: Partial<ApiDeps> = {}) {
    this.hub = hub
    const log = { error: (details: object, message: string) => void this.logged.push({ ...details, message }) }
    this.api = createApi({ hub, box: secretBox('a secret for tests only'), log, ...settings })
    this.#answers = Promise.resolve(this.api.request('/openapi.json'))
      .then(response => response.json())
      .then(described => new DescribedAnswers(described))
  }

  /** A key with every scope that its owner can have, unless some are named. */
  async keyFor(owner: KeyOwner, scopes = scopesFor(owner)): Promise<string> {
    return (await this.hub.work('system', work => createApiKey(work, { ...owner, name: 'Test', scopes }))).key
  }

  async ask<Body = Record<string, unknown>>(method: string, path: string, sent: Sent = {}): Promise<Came<Body>> {
    const response = await this.api.request(path, {
      // Fetch writes some methods large by itself, and not PATCH.
      method: method.toUpperCase(),
      headers: {
        ...(sent.key ? { Authorization: `Bearer ${sent.key}` } : {}),
        ...(sent.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body === undefined ? {} : { body: bodyOf(sent.body) }),
    })
    const type = response.headers.get('content-type')
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = /json$/.test(type ?? '') && !response.headers.has('content-disposition')
    const body = isJson ? JSON.parse(Buffer.from(bytes).toString('utf8')) : bytes.length > 0 ? bytes : undefined
    const answers = await this.#answers
    answers.check(method, path.split('?')[0]!, response.status, type, body)
    return { status: response.status, headers: response.headers, body: body as Body }
  }
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
}
