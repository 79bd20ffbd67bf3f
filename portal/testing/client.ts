import type { Hono } from 'hono'
import { secretBox } from '../../partners/secrets.ts'
import type { PortalEnv } from '../deps.ts'

/** Where tests reach the portal. */
export const origin = 'http://localhost:3000'

/** What a portal in a test is built with, besides its database and log. */
export const portalDeps = {
  box: secretBox('a secret for tests only'),
  secureCookies: false,
  publicUrl: origin,
  as2Url: 'http://localhost:3001/as2',
}

/** A browser without script: it keeps cookies, sends `Origin` with forms, and follows redirects when asked. */
export class Client {
  readonly #app: Hono<PortalEnv>
  readonly #cookies = new Map<string, string>()

  constructor(app: Hono<PortalEnv>) {
    this.#app = app
  }

  get(path: string): Promise<Response> {
    return this.send(path, {})
  }

  post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin, ...headers } })
  }

  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await this.#app.request(`${origin}${path}`, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  /** Follows redirects to the page that they end at. */
  async follow(response: Response): Promise<Response> {
    let current = response
    for (let hops = 0; hops < 5 && current.status === 303; hops++)
      current = await this.get(current.headers.get('location')!)
    return current
  }

  async signIn(email: string, password: string): Promise<Response> {
    return await this.post('/sign-in', { email, password })
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  #keep(cookie: string): void {
    const [pair] = cookie.split(';')
    const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)]
    if (value === '' || /max-age=0/i.test(cookie)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}
