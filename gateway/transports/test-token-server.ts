import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the stand-in knows as good. */
export const client = { clientId: 'hub', clientSecret: 'a secret & more', refreshToken: 'r/1+=' }

/**
 * An authorization server on loopback: hands out tokens as RFC 6749 has it, and tells a mail server whom a token is of (RFC 7662). It takes only what is right to the letter.
 * One that rotates gives each refresh token for one use, and the next with its answer.
 */
export async function startTokenServer(user: string, options: { life?: number; rotates?: boolean } = {}) {
  const tokens = new Set<string>()
  const asked: Record<string, string>[] = []
  let down = false
  let refreshToken = client.refreshToken
  const give = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  async function token(request: IncomingMessage, response: ServerResponse) {
    const form = Object.fromEntries(new URLSearchParams(await text(request)))
    asked.push(form)
    if (down) return give(response, 503, { error: 'temporarily_unavailable' })
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded'
    if (request.method !== 'POST' || !isForm) return give(response, 400, { error: 'invalid_request' })
    if (form.client_id !== client.clientId || form.client_secret !== client.clientSecret)
      return give(response, 401, { error: 'invalid_client', error_description: 'Unknown client' })
    if (form.grant_type === 'refresh_token' && form.refresh_token !== refreshToken)
      return give(response, 400, { error: 'invalid_grant', error_description: 'The consent was withdrawn' })
    if (!['refresh_token', 'client_credentials'].includes(form.grant_type ?? ''))
      return give(response, 400, { error: 'unsupported_grant_type' })
    const made = randomUUID()
    tokens.add(made)
    if (options.rotates && form.grant_type === 'refresh_token') refreshToken = randomUUID()
    const next = options.rotates ? { refresh_token: refreshToken } : {}
    give(response, 200, { access_token: made, token_type: 'Bearer', expires_in: options.life ?? 3600, ...next })
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/token') return void token(request, response)
    const active = tokens.has(url.searchParams.get('access_token') ?? '')
    give(response, 200, active ? { active, email: user } : { active: false })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    tokenUrl: `${at}/token`,
    infoUrl: `${at}/info?access_token=`,
    /** The forms that were sent. */
    asked,
    tokens,
    setDown: (whether: boolean) => {
      down = whether
    },
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
