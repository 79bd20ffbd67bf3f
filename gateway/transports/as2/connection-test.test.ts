import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { testConnection } from './connection-test.ts'
import { receiveAs2 } from './receive.ts'
import { createAs2Server } from './server.ts'
import type { As2Settings } from './settings.ts'
import { House } from './testing/house.ts'
import { identity, pairOf } from './testing/identities.ts'
import { type Listener, listen, listenAs2 } from './testing/listener.ts'

const [sender, receiver, web, stranger] = await Promise.all(['s', 'r', 'web', 'x'].map(name => identity(name)))
const pair = pairOf(sender!, receiver!)
// TLS itself looks at the clock, whatever time is passed in.
const deps = { now: () => new Date(), allowPrivateAddresses: true }

const open: Listener[] = []
afterEach(() => Promise.all(open.splice(0).map(listener => listener.close())))
async function opened(listener: Promise<Listener>): Promise<Listener> {
  open.push(await listener)
  return await listener
}

async function tested(settings: As2Settings, over: Partial<typeof deps> = {}) {
  const test = await testConnection(settings, 'test-1', { ...deps, ...over })
  const failed = test.steps.find(({ outcome }) => outcome === 'failed')
  return {
    ...test,
    outcomes: test.steps.map(({ name, outcome }) => `${name} ${outcome}`),
    failed: failed && `${failed.name}: ${failed.says}`,
  }
}

describe('testConnection', () => {
  it('goes the whole way with a station that works, and says what it saw', async () => {
    const house = new House(pair.receiver)
    const { url } = await opened(listenAs2(house))
    const { passed, messageId, steps } = await tested({ ...pair.sender, url })
    expect({ passed, messageId }).toEqual({ passed: true, messageId: '<test-1@sender>' })
    expect(steps.map(({ outcome }) => outcome)).toEqual([
      ...['passed', 'passed', 'passed', 'skipped'],
      ...['passed', 'passed', 'passed', 'passed', 'passed'],
    ])
    const said = steps.map(({ says }) => says).join('\n')
    expect(said).toMatch(/Port \d+ of 127\.0\.0\.1 is open/)
    expect(said).toMatch(/It holds under the certificate [0-9a-f:]{64}/i)
    expect(said).toMatch(/processed\nThe partner holds what we sent: [\w+/=]{44}, sha-?256/)
    expect(house.commits[0]!.message).toMatchObject({ fileName: 'as2-connection-test.txt', contentType: 'text/plain' })
  })

  it('tells the facts of TLS, trusted or not', async () => {
    const house = new House(pair.receiver)
    const server = createAs2Server({
      handle: request => receiveAs2(request, house.deps),
      onError: () => undefined,
      tls: { key: web!.privateKey, cert: web!.certificate },
    })
    const url = (await opened(listen(server))).url.replace('http:', 'https:')
    const untrusted = await tested({ ...pair.sender, url })
    expect(untrusted.failed).toMatch(
      /^tls: No secure connection: DEPTH_ZERO_SELF_SIGNED_CERT\. TLSv1\.3, .* of web, issued by web/,
    )
    expect(untrusted.outcomes).toContain('answer skipped')
    const tls = { trust: [web!.certificate], checkHostName: false, minVersion: 'TLSv1.2' as const }
    const pinned = await tested({ ...pair.sender, url, tls })
    expect(pinned).toMatchObject({ passed: true })
    expect(pinned.outcomes).toContain('tls passed')
    expect(house.commits).toHaveLength(1)
  })

  it.each([
    ['http://nowhere.invalid/as2', /^name: nowhere\.invalid has no address/],
    ['http://127.0.0.1:1/as2', /^connection: Port 1 of 127\.0\.0\.1 cannot be reached: .*ECONNREFUSED/],
    [undefined, /^settings: The partner’s URL is missing/],
  ])('%s', async (url, expected) => {
    expect((await tested({ ...pair.sender, url })).failed).toMatch(expected)
  })

  it('calls no private address that it may not', async () => {
    const { url } = await opened(listenAs2(new House(pair.receiver)))
    const test = await tested({ ...pair.sender, url }, { allowPrivateAddresses: false })
    expect(test.failed).toMatch(/^name: 127\.0\.0\.1 is 127\.0\.0\.1: a private address/)
  })

  it('says when the partner does not know our certificate, in its words', async () => {
    const { url } = await opened(listenAs2(new House(pairOf(stranger!, receiver!).receiver)))
    const test = await tested({ ...pair.sender, url })
    expect(test.failed).toMatch(/^disposition: .*authentication-failed.*Most often it has another certificate of ours/i)
    expect(test.outcomes).toContain('receipt passed')
    expect(test.outcomes).toContain('mic skipped')
  })

  it('says what an unsigned refusal is worth, and what it most often means', async () => {
    const { url } = await opened(listenAs2(new House(pair.receiver)))
    const test = await tested({ ...pair.sender, partnerId: 'NOBODY', url })
    expect(test.failed).toMatch(
      /^signature: An unsigned receipt.*refuses it: .*authentication-failed.*compare names and certificates on both sides/,
    )
    expect(test.outcomes).toContain('disposition skipped')
  })

  it('says when the receipt is signed by somebody else', async () => {
    const other = pairOf(sender!, stranger!).receiver
    const { url } = await opened(
      listenAs2(
        new House({
          ...pair.receiver,
          keys: [...pair.receiver.keys, { ...other.keys[0]!, useFrom: '2026-02-01T00:00:00Z' }],
        }),
      ),
    )
    const test = await tested({ ...pair.sender, url })
    expect(test.failed).toMatch(/^signature: .*Check that we hold the certificate/)
    expect(test.outcomes).toContain('receipt passed')
  })

  it.each([
    [401, /^answer: HTTP 401.*Check user name/],
    [404, /^answer: HTTP 404.*Check the path/],
    [200, /^receipt: HTTP 200 without a receipt/],
  ])('says what HTTP %i means', async (status, expected) => {
    const server = createServer(
      (request, response) => void request.resume().on('end', () => response.writeHead(status).end()),
    )
    const { url } = await opened(listen(server))
    expect((await tested({ ...pair.sender, url })).failed).toMatch(expected)
  })

  it('leaves an asynchronous receipt to come later', async () => {
    const receiptUrl = 'http://127.0.0.1:1/later'
    const both = pairOf(sender!, receiver!, { receipt: 'async', receiptUrl, receiptHosts: ['127.0.0.1:1'] })
    const { url } = await opened(listenAs2(new House({ ...both.receiver, url: 'http://127.0.0.1:1/' })))
    const { passed, steps } = await tested({ ...both.sender, url })
    expect(passed).toBe(true)
    expect(steps.find(({ name }) => name === 'receipt')).toMatchObject({
      outcome: 'skipped',
      says: expect.stringContaining(receiptUrl),
    })
  })
})
