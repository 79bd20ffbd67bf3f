import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { feedWorld } from './testing/world.ts'

const open = freshDatabases()
type Answer = (request: IncomingMessage, response: ServerResponse) => void

let asked: IncomingMessage[]
let answer: Answer
let base: string
let close: () => Promise<unknown>

beforeEach(async () => {
  asked = []
  answer = (_, response) => response.end()
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => new Promise(resolve => server.close(resolve).closeAllConnections())
})
afterEach(() => close())

/** A world whose clock the test turns. */
async function world(settings: object, secrets: Record<string, unknown> = {}) {
  let now = new Date('2026-05-04T10:00:00Z')
  const made = await feedWorld(await open({ now: () => now }))
  const { id } = await made.add({ kind: 'http', settings: { url: `${base}/stock.csv`, ...settings }, secrets })
  const later = async (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000)
    return (await made.look(id))!
  }
  return { ...made, later, id }
}

it('takes a file once, asks whether it has changed, and takes it again when it has', async () => {
  let version = 1
  answer = (request, response) => {
    const etag = `"v${version}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    return response
      .writeHead(200, { ETag: etag, 'Content-Type': 'text/csv; charset=utf-8' })
      .end(`SKU,Quantity\nQUILT,${version}\n`)
  }
  const { later, received, partnershipId } = await world({}, { username: 'us', password: 'secret' })
  expect(await later(0)).toMatchObject({ received: 1, failures: 0, dueAt: new Date('2026-05-04T10:05:00Z') })
  expect(await later(5)).toMatchObject({ received: 0, failures: 0 })
  version = 2
  await later(5)
  version = 1
  await later(5)
  expect((await received()).map(({ text }) => text.split('\n')[1])).toEqual(['QUILT,1', 'QUILT,2', 'QUILT,1'])
  expect((await received())[0]).toMatchObject({
    transport: 'http',
    fileName: 'stock.csv',
    partnershipId,
    contentType: 'text/csv',
  })
  expect(asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from('us:secret').toString('base64')}`)
  expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"', '"v1"', '"v2"'])
})

it('asks by Last-Modified, and takes an unchanged file as news once a day', async () => {
  const modified = 'Mon, 04 May 2026 06:00:00 GMT'
  answer = (request, response) => {
    if (request.headers['if-modified-since'] === modified) return response.writeHead(304).end()
    return response.writeHead(200, { 'Last-Modified': modified }).end('SKU,Quantity\nQUILT,1\n')
  }
  const { later, received } = await world({})
  await later(0)
  await later(60 * 23)
  expect(await received()).toHaveLength(1)
  await later(60)
  expect(await received()).toHaveLength(2)
})

it('does not take the same bytes twice from a server that knows neither', async () => {
  answer = (_, response) => response.end('SKU,Quantity\nQUILT,1\n')
  const { later, received } = await world({})
  await later(0)
  await later(5)
  expect(await received()).toHaveLength(1)
})

it('unpacks what is packed: on the way, and as a file', async () => {
  const zip = zipSync({ 'a/stock.csv': Buffer.from('SKU\nA\n'), 'b.csv': Buffer.from('SKU\nB\n') })
  answer = (_, response) =>
    response
      .writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Disposition': 'attachment; filename="all.zip"' })
      .end(gzipSync(zip))
  const { later, received } = await world({})
  await later(0)
  expect(await received()).toMatchObject([
    { fileName: 'stock.csv', text: 'SKU\nA\n', evidence: { archive: 'all.zip', archivePath: 'a/stock.csv' } },
    { fileName: 'b.csv', text: 'SKU\nB\n' },
  ])
})

it('goes where it is redirected, without its secrets when that is elsewhere', async () => {
  const elsewhere = createServer((request, response) => {
    asked.push(request)
    response.end('SKU\nA\n')
  }).listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  answer = (request, response) =>
    request.url === '/stock.csv'
      ? response.writeHead(302, { Location: '/there' }).end()
      : response
          .writeHead(307, { Location: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x.csv` })
          .end()
  const { later } = await world({ headers: { 'X-Api-Key': 'k' } }, { bearerToken: 't' })
  expect(await later(0)).toMatchObject({ received: 1 })
  expect(asked.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
    ['Bearer t', 'k'],
    ['Bearer t', 'k'],
    [undefined, undefined],
  ])
  await new Promise(resolve => elsewhere.close(resolve).closeAllConnections())
})

it.each<[string, Answer, object, string]>([
  ['refuses the password', (_, response) => response.writeHead(401).end(), {}, 'authentication-failed'],
  ['is busy', (_, response) => response.writeHead(503).end(), {}, 'partner-busy'],
  ['has no such file', (_, response) => response.writeHead(404).end(), {}, 'partner-refused'],
  ['sends too much', (_, response) => response.end('x'.repeat(2000)), { largestFile: 1000 }, 'too-large'],
  [
    'sends a bomb',
    (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
    { largestFile: 100_000 },
    'too-large',
  ],
  [
    'breaks off',
    (_, response) => response.writeHead(200, { 'Content-Length': '100' }).write('half', () => response.destroy()),
    {},
    'connection-lost',
  ],
  [
    'turns in circles',
    (request, response) => response.writeHead(302, { Location: request.url! }).end(),
    {},
    'partner-refused',
  ],
  [
    'leads to a file',
    (_, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
    {},
    'partner-refused',
  ],
  ['says nothing', () => undefined, { timeoutSeconds: 1 }, 'timeout'],
])('says so when the server %s', async (_, answers, settings, code) => {
  answer = answers
  const { later, received } = await world(settings)
  expect(await later(0)).toMatchObject({ failures: 1, failureCode: code })
  expect(await received()).toEqual([])
})

it('does not call private addresses unless allowed, whether named, resolved or redirected to', async () => {
  const made = await feedWorld(await open(), { allowPrivateAddresses: false })
  const port = new URL(base).port
  for (const url of [`${base}/a.csv`, `http://localhost:${port}/a.csv`]) {
    const { id } = await made.add({ kind: 'http', settings: { url } })
    expect(await made.look(id)).toMatchObject({ failureCode: 'address-not-allowed' })
  }
  expect(asked).toEqual([])
})

it('is tried again ever less often, is put before a person after the third failure, and is settled when it works', async () => {
  answer = (_, response) => response.writeHead(503).end()
  const { later, exceptions, id, source } = await world({})
  const pauses: number[] = []
  for (const minutes of [0, 1, 2]) {
    const row = await later(minutes)
    pauses.push((row.dueAt.getTime() - row.triedAt!.getTime()) / 60_000)
  }
  expect(pauses).toEqual([1, 2, 4])
  expect(await exceptions()).toMatchObject([{ kind: 'not-fetched', actual: 'partner-busy', resolvedAt: null }])
  answer = (_, response) => response.end('SKU\nA\n')
  await later(4)
  expect(await source(id)).toMatchObject({ failures: 0, failureCode: null })
  expect(await exceptions()).toMatchObject([{ resolution: 'fetched' }])
})

it('is looked into only when it is due, by one at a time', async () => {
  let answered = 0
  answer = (_, response) => response.end(`SKU\n${answered++}\n`)
  const { later } = await world({})
  await later(0)
  await later(1)
  expect(answered).toBe(1)
  await later(4)
  expect(answered).toBe(2)
})
