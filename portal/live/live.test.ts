import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { HubDatabase } from '../../db/hub-database.ts'
import { feedUploads } from '../../db/schema/index.ts'
import { keepUpload } from '../../engine/inventory/uploads/keep-upload.ts'
import { createPortal } from '../app.tsx'
import { Client, portalDeps } from '../testing/client.ts'
import { openWorld, password, placeOrder, type World } from '../testing/world.ts'
import { Follower } from './follower.ts'
import { type Standing, standingOf, type Topic } from './topics.ts'

let world: World
let asked = 0
beforeAll(async () => {
  const hub = await HubDatabase.open({ onStatement: text => /from "events"/.test(text) && asked++ })
  world = await openWorld(hub)
  return () => hub.close()
})

const accept = { accept: 'text/event-stream' }
const open = (client: Client, path: string, headers = {}) => client.send(path, { headers: { ...accept, ...headers } })

/** The text of a stream until this is in it, or until it ends. */
async function until(response: Response, text: string): Promise<string> {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let all = ''
  while (!all.includes(text)) {
    const { done, value } = await reader.read()
    if (done) break
    all += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return all
}

async function queuedUpload(): Promise<string> {
  const { retailerId, suppliers } = world.here
  const { partnershipId } = suppliers['Little Potter']!
  const bytes = new TextEncoder().encode('SKU,Quantity\nMUG-01,3\n')
  const upload = { retailerId, partnershipId, fileName: 'stock.csv', kind: 'inventory' as const, bytes }
  const id = await world.hub.work('system', work => keepUpload(work, upload))
  const queued = { layout: {}, scope: 'delta' as const, keep: false, actor: 'system' }
  await world.hub.orm.update(feedUploads).set({ queued }).where(eq(feedUploads.id, id))
  return id
}

it('tells how far an upload is, and that it is over, to those whose it is', async () => {
  const id = await queuedUpload()
  const mine = `/supplier/${world.slug}/live/uploads/${id}`
  const potter = await world.as('potter-warehouse@here.example')
  const stream = await open(potter, `${mine}?seen=0-0`)
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  const where = eq(feedUploads.id, id)
  await world.hub.orm.update(feedUploads).set({ rowsRead: 7, octetsRead: 90 }).where(where)
  expect(await until(stream, 'data:')).toBe('retry: 3000\n\nevent: changed\nid: 90-7\ndata:\n\n')
  // Whoever comes again says what was seen, and is told at once of what it missed.
  expect(await until(await open(potter, mine, { 'last-event-id': '1-1' }), 'data:')).toContain('id: 90-7')
  const ours = await open(await world.as('read-only@here.example'), `/retailer/live/uploads/${id}`)
  await world.hub.orm.update(feedUploads).set({ queued: null }).where(where)
  expect(await until(ours, 'never')).toBe('retry: 3000\n\nevent: ended\ndata:\n\n')
})

it('is not there for anybody else, and says how things stand to what asks for no stream', async () => {
  const id = await queuedUpload()
  const statusOf = async (email: string, path: string) => (await open(await world.as(email), path)).status
  expect(await statusOf('cascade-owner@here.example', `/supplier/${world.slug}/live/uploads/${id}`)).toBe(404)
  expect(await statusOf('admin@there.example', `/retailer/live/uploads/${id}`)).toBe(404)
  expect(await statusOf('potter-owner@here.example', '/retailer/live/events')).toBe(404)
  const once = await (await world.as('admin@here.example')).get(`/retailer/live/uploads/${id}`)
  expect(await once.json()).toEqual({ version: '0-0', ended: false })
  expect((await open(world.client(), '/retailer/live/events')).status).toBe(303)
})

it('gives a session so many streams and no more, and takes back those that were left', async () => {
  const client = await world.as('operations@here.example')
  const streams = await Promise.all(Array.from({ length: 12 }, () => open(client, '/retailer/live/messages')))
  expect(streams.map(stream => stream.status)).toEqual(Array(12).fill(200))
  expect((await open(client, '/retailer/live/messages')).status).toBe(503)
  expect((await open(await world.as('admin@here.example'), '/retailer/live/messages')).body).not.toBeNull()
  await streams[0]!.body!.cancel()
  expect((await open(client, '/retailer/live/messages')).status).toBe(200)
})

it('ends when the hub stops, so that streams do not keep it', async () => {
  const closing = new AbortController()
  const log = { error: () => undefined }
  const client = new Client(createPortal({ ...portalDeps, hub: world.hub, log, closing: closing.signal }))
  await client.signIn('admin@here.example', password)
  const stream = await open(client, '/retailer/live/events')
  closing.abort()
  expect(await stream.text()).toBe('retry: 3000\n\n')
})

it('looks once for all who follow the same, and not at all when nobody does', async () => {
  const { retailerId } = world.here
  const topic: Topic = { kind: 'events', retailerId, id: retailerId }
  const follower = new Follower(world.hub.orm, error => expect(error).toBeUndefined(), 10)
  const first = (await standingOf(world.hub.orm, topic))!
  asked = 0
  const heard: (Standing | undefined)[][] = [[], []]
  const both = Promise.withResolvers<void>()
  const stops = heard.map(list =>
    follower.follow(topic, first, standing => {
      list.push(standing)
      if (heard.every(one => one.length > 0)) both.resolve()
    }),
  )
  expect(follower.topics).toBe(1)
  await placeOrder(world, world.here, 'W-LIVE', [{ sku: 'MUG-01', quantity: '1' }])
  await both.promise
  expect(heard[0]![0]).toEqual(heard[1]![0])
  expect(heard[0]![0]!.version > first.version).toBe(true)
  for (const stop of stops) stop()
  expect(follower.topics).toBe(0)
})
