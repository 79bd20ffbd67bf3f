import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A sign-in that waits at the provider for its code to be exchanged. */
interface Grant {
  nonce: string | null
  challenge: string | null
  redirectUri: string
}

/** How an ID token is spoiled, to see that it is refused. */
export type Spoiling = 'signature' | 'audience' | 'nonce' | 'expired' | 'issuer'

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * A small OpenID Connect provider on loopback: discovery, authorization (whoever asks is `claims`), token with PKCE and client secret, JWKS, userinfo.
 */
export class Provider {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #strangers = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #grants = new Map<string, Grant>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  readonly client = { id: 'crossdock', secret: 'a secret of the client' }
  /** Who signs in at the provider. */
  claims: Record<string, unknown> = {}
  /** What only the userinfo endpoint says. */
  userinfo: Record<string, unknown> = {}
  spoil: Spoiling | undefined
  issuer = ''

  static async open(): Promise<Provider> {
    const provider = new Provider()
    provider.#server.listen(0, '127.0.0.1')
    await once(provider.#server, 'listening')
    provider.issuer = `http://127.0.0.1:${(provider.#server.address() as AddressInfo).port}`
    return provider
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.issuer)
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration') return void json(this.#metadata())
    if (url.pathname === '/jwks') return void json({ keys: [this.#jwk()] })
    if (url.pathname === '/authorize') return this.#authorize(url, response)
    if (url.pathname === '/userinfo') return void json({ sub: this.claims.sub, ...this.userinfo })
    const form = new URLSearchParams(await new Response(request as unknown as ReadableStream).text())
    const token = url.pathname === '/token' && this.#token(form)
    json(token || { error: 'invalid_grant' }, token ? 200 : 400)
  }

  #metadata() {
    const { issuer } = this
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  #jwk() {
    return { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }
  }

  #authorize(url: URL, response: ServerResponse): void {
    const code = randomUUID()
    const redirectUri = url.searchParams.get('redirect_uri')!
    const [nonce, challenge] = [url.searchParams.get('nonce'), url.searchParams.get('code_challenge')]
    this.#grants.set(code, { nonce, challenge, redirectUri })
    const back = new URL(redirectUri)
    back.search = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }).toString()
    response.writeHead(302, { location: back.href }).end()
  }

  /** RFC 6749 §4.1.3 and RFC 7636 §4.6: a code is good once, for its redirect address, its client and its verifier. */
  #token(form: URLSearchParams) {
    const code = form.get('code') ?? ''
    const grant = this.#grants.get(code)
    this.#grants.delete(code)
    const verified = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const client = form.get('client_id') === this.client.id && form.get('client_secret') === this.client.secret
    if (!client || grant?.challenge !== verified || grant.redirectUri !== form.get('redirect_uri')) return undefined
    return { access_token: randomUUID(), token_type: 'Bearer', expires_in: 60, id_token: this.#idToken(grant) }
  }

  #idToken({ nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000)
    const { spoil } = this
    const payload = {
      iss: spoil === 'issuer' ? 'https://evil.example' : this.issuer,
      aud: spoil === 'audience' ? 'somebody-else' : this.client.id,
      iat: spoil === 'expired' ? now - 7200 : now,
      exp: spoil === 'expired' ? now - 3600 : now + 60,
      nonce: spoil === 'nonce' ? 'another' : nonce,
      ...this.claims,
    }
    const text = `${base64url({ alg: 'RS256', kid: 'one' })}.${base64url(payload)}`
    const { privateKey } = spoil === 'signature' ? this.#strangers : this.#keys
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
}
