import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { installationKeys } from '../../db/schema/index.ts'
import { secretBox } from '../../partners/secrets.ts'
import { storedRefreshTokens } from '../doors/refresh-tokens.ts'
import { sendEmail, testEmail } from './email/send.ts'
import { message, partnerServer, settingsFor } from './email/testing.ts'
import { accessTokenOf, forgetToken, type OAuthSettings, type RefreshTokens } from './oauth.ts'
import { client, startTokenServer } from './test-token-server.ts'

let tokens: Awaited<ReturnType<typeof startTokenServer>>
let now = new Date('2026-11-22T10:00:00Z')
const deps = { now: () => now, allowPrivateAddresses: true }

beforeAll(async () => {
  tokens = await startTokenServer('hub@retailer.example')
})
afterAll(() => tokens.close())

let settings: OAuthSettings
beforeEach(() => {
  const { clientId, clientSecret } = client
  settings = { tokenUrl: tokens.tokenUrl, clientId, clientSecret, scope: 'mail.send' }
  forgetToken(settings)
  tokens.asked.length = 0
})

describe('an access token', () => {
  it('comes for the client’s own credentials, and is kept until shortly before its end', async () => {
    const first = await accessTokenOf(settings, deps)
    expect(first).toEqual({ ok: true, accessToken: expect.any(String), remembered: false })
    expect(await accessTokenOf(settings, deps)).toEqual({ ...first, remembered: true })
    const { clientId, clientSecret } = client
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    expect(tokens.asked).toEqual([{ ...form, scope: 'mail.send' }])
    now = new Date(now.getTime() + 3_541_000)
    expect(await accessTokenOf(settings, deps)).toMatchObject({ ok: true, remembered: false })
    expect(tokens.asked).toHaveLength(2)
  })

  it('comes for a refresh token', async () => {
    const { refreshToken } = client
    expect(await accessTokenOf({ ...settings, refreshToken }, deps)).toMatchObject({ ok: true })
    expect(tokens.asked).toMatchObject([{ grant_type: 'refresh_token', refresh_token: refreshToken }])
  })

  it('comes for the newest refresh token where the server replaces it each time, in every process', async () => {
    const hub = await emptyHub()
    const refreshTokens = storedRefreshTokens({ hub, box: secretBox('a secret for tests') })
    const rotating = await startTokenServer('hub@retailer.example', { rotates: true })
    const asked = { ...settings, tokenUrl: rotating.tokenUrl, refreshToken: client.refreshToken }
    const ask = (store: RefreshTokens) => {
      forgetToken(asked)
      return accessTokenOf(asked, { ...deps, refreshTokens: store })
    }
    const both = await Promise.all([ask(refreshTokens), ask(refreshTokens)])
    expect([both.map(({ ok }) => ok), rotating.asked.length]).toEqual([[true, true], 1])
    // This process has looked before another one used the token and kept the next.
    let looks = 0
    const late = { ...refreshTokens, newest: async (key: string) => (looks++ ? refreshTokens.newest(key) : undefined) }
    expect(await ask(late)).toMatchObject({ ok: true })
    expect(await ask(refreshTokens)).toMatchObject({ ok: true })
    expect(rotating.asked).toHaveLength(4)
    const [row] = await hub.orm.select().from(installationKeys)
    expect(row!.sealed).not.toContain(rotating.asked[3]!.refresh_token)
    const unkept = { ...refreshTokens, newest: async () => undefined }
    expect(await ask(unkept)).toMatchObject({ ok: false, failure: { code: 'authentication-failed' } })
    await Promise.all([hub.close(), rotating.close()])
  })

  it.each([
    ['authentication-failed', { clientSecret: 'wrong' }, 'answered 401: invalid_client (Unknown client)'],
    ['authentication-failed', { refreshToken: 'old' }, 'answered 400: invalid_grant (The consent was withdrawn)'],
    ['connection-refused', { tokenUrl: 'http://127.0.0.1:1/token' }, 'ECONNREFUSED'],
    ['name-not-found', { tokenUrl: 'http://nowhere.invalid/token' }, 'nowhere.invalid'],
  ])('that is refused is %s', async (code, wrong, says) => {
    const answer = await accessTokenOf({ ...settings, ...wrong }, deps)
    expect(answer).toMatchObject({ ok: false, failure: { code, detail: expect.stringContaining(says) } })
  })

  it('is waited for while the endpoint is down, and asked of no private address', async () => {
    tokens.setDown(true)
    expect(await accessTokenOf(settings, deps)).toMatchObject({ ok: false, failure: { code: 'partner-busy' } })
    tokens.setDown(false)
    const outside = { ...deps, allowPrivateAddresses: false }
    const https = { ...settings, tokenUrl: tokens.tokenUrl.replace('http:', 'https:') }
    expect(await accessTokenOf(https, outside)).toMatchObject({ failure: { code: 'address-not-allowed' } })
    expect(await accessTokenOf(settings, outside)).toMatchObject({ failure: { code: 'settings-incomplete' } })
    expect(tokens.asked).toHaveLength(1)
  })
})

describe('a mail', () => {
  const partner = () =>
    partnerServer({
      disabledCommands: ['STARTTLS'],
      authMethods: ['XOAUTH2'],
      authOptional: false,
      onAuth: ({ username, accessToken = '' }, _session, done) =>
        username === 'hub@retailer.example' && tokens.tokens.has(accessToken)
          ? done(null, { user: username })
          : done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } }),
    })

  it('goes out signed in with a token, and with a new one after one was refused', async () => {
    const server = await partner()
    const mail = settingsFor(server.port, { user: 'hub@retailer.example', oauth: settings })
    expect(await testEmail(mail, deps)).toBeUndefined()
    expect(await sendEmail(message, mail, deps)).toMatchObject({ ok: true, confirmed: true })
    expect([server.mails.length, tokens.asked.length]).toEqual([1, 1])
    tokens.tokens.clear()
    expect(await sendEmail(message, mail, deps)).toMatchObject({ ok: true })
    expect([server.mails.length, tokens.asked.length]).toEqual([2, 2])
    const wrong = settingsFor(server.port, { user: 'else@retailer.example', oauth: settings })
    expect(await testEmail(wrong, deps)).toMatchObject({ code: 'authentication-failed' })
    const refused = settingsFor(server.port, { user: 'hub@retailer.example', oauth: { ...settings, clientId: 'x' } })
    expect(await sendEmail(message, refused, deps)).toMatchObject({
      failure: { code: 'authentication-failed', detail: expect.stringContaining('invalid_client') },
    })
    await server.close()
  })
})
