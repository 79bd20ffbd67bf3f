import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { isPrivateAddress } from '../transports/address.ts'
import { type CallLimits, callWebhook } from './call.ts'
import { Receiver } from './testing/receiver.ts'

const receiver = await Receiver.open()
const forbidden = await Receiver.open('127.0.0.2')
afterAll(async () => {
  await receiver.close()
  await forbidden.close()
})
beforeEach(() => {
  receiver.got.length = 0
  forbidden.got.length = 0
  receiver.answer = response => void response.writeHead(204).end()
})

const anywhere: CallLimits = { refuses: () => false }
/** As if 127.0.0.2 were the only private address. */
const guarded: CallLimits = { refuses: address => address === '127.0.0.2' }
const call = (url = receiver.url, limits = anywhere) =>
  callWebhook({ url, headers: { 'X-A': 'b' }, body: '{"a":1}' }, limits)

it('posts, and keeps what was answered', async () => {
  receiver.answer = response => void response.writeHead(202, { 'X-Queue': '7' }).end('taken')
  const { failure, answer } = await call()
  expect(failure).toBeUndefined()
  expect(answer).toMatchObject({ status: 202, headers: { 'x-queue': '7' }, body: 'taken' })
  expect(receiver.got).toMatchObject([{ body: '{"a":1}', headers: { 'x-a': 'b', 'content-length': '7' } }])
})

it.each([
  [301, 'partner-refused'],
  [400, 'partner-refused'],
  [401, 'authentication-failed'],
  [410, 'partner-refused'],
  [413, 'too-large'],
  [429, 'partner-busy'],
  [500, 'partner-refused'],
  [503, 'partner-busy'],
])('tells why an answer of %i is a failure', async (status, code) => {
  receiver.answer = response => void response.writeHead(status, { Location: receiver.url }).end('no')
  expect(await call()).toMatchObject({ failure: { code }, answer: { status, body: 'no' } })
  expect(receiver.got).toHaveLength(1)
})

it('gives up on a receiver that does not answer', async () => {
  receiver.answer = () => undefined
  expect((await call(receiver.url, { ...anywhere, milliseconds: 100 })).failure?.code).toBe('timeout')
})

it('takes the status for the answer where the body never ends', async () => {
  receiver.answer = response => void response.writeHead(200).write('slowly')
  expect(await call(receiver.url, { ...anywhere, milliseconds: 100 })).toEqual({
    answer: expect.objectContaining({ status: 200, body: 'slowly' }),
  })
})

it('reads no more of a huge answer than it keeps', async () => {
  let written = 0
  const closed = new Promise<void>(resolve => {
    receiver.answer = response => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536
      }
      response.writeHead(200).on('drain', more).on('close', resolve)
      more()
    }
  })
  const { answer } = await call()
  await closed
  expect(answer!.body).toBe('x'.repeat(4096))
  expect(written).toBeLessThan(50_000_000)
})

it('names a connection that breaks, one that nobody takes, a host that is not there, and what is no HTTP', async () => {
  receiver.answer = response => void response.destroy()
  expect((await call()).failure?.code).toBe('connection-lost')
  expect((await call('http://nowhere.invalid/')).failure?.code).toBe('name-not-found')
  const raw = createServer(socket => socket.resume().end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1')
  await once(raw, 'listening')
  const { port } = raw.address() as AddressInfo
  expect((await call(`http://127.0.0.1:${port}/`)).failure?.code).toBe('connection-lost')
  expect((await call(`https://127.0.0.1:${port}/`)).failure?.code).toBe('tls-failed')
  raw.close()
  await once(raw, 'close')
  expect((await call(`http://127.0.0.1:${port}/`)).failure?.code).toBe('connection-refused')
})

it.each([
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://2130706433:1/',
  'http://0x7f.1:1/',
  'http://[::1]:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'http://10.1.2.3/',
  'http://169.254.169.254/latest/meta-data',
])('refuses %s before it connects', async url => {
  expect((await call(url, { refuses: isPrivateAddress })).failure?.code).toBe('address-not-allowed')
})

it('follows a redirect that keeps the method, and not into a refused range', async () => {
  let target = ''
  receiver.answer = (response, { headers }) =>
    headers.host?.startsWith('127.0.0.1') && receiver.got.length === 1
      ? response.writeHead(307, { Location: target }).end()
      : response.writeHead(200).end()
  target = '/elsewhere'
  expect((await call()).answer?.status).toBe(200)
  expect(receiver.got.map(got => got.body)).toEqual(['{"a":1}', '{"a":1}'])
  receiver.got.length = 0
  target = forbidden.url
  expect((await call(receiver.url, guarded)).failure?.code).toBe('address-not-allowed')
  expect(forbidden.got).toEqual([])
  receiver.answer = response => void response.writeHead(308, { Location: receiver.url }).end()
  expect((await call()).failure?.detail).toBe('redirected more than 3 times')
  receiver.answer = response => void response.writeHead(307, { Location: 'file:///etc/passwd' }).end()
  expect((await call()).failure?.code).toBe('partner-refused')
})

it('connects to the very address that it checked, and checks a second answer of the name service again', async () => {
  const answers = ['127.0.0.1', '127.0.0.2']
  let asked = 0
  const resolve = ((_host: string, _options: object, done: (e: null, found: object[]) => void) =>
    done(null, [{ address: answers[asked++], family: 4 }])) as unknown as CallLimits['resolve'] & {}
  const limits = { ...guarded, resolve }
  receiver.answer = response =>
    void response.writeHead(307, { Location: `http://rebound.example:${forbidden.port}/` }).end()
  const { failure } = await call(`http://rebound.example:${receiver.port}/`, limits)
  expect(failure?.code).toBe('address-not-allowed')
  expect([asked, receiver.got.length, forbidden.got.length]).toEqual([2, 1, 0])
})
