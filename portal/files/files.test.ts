import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { rowsOf } from '../../db/connection.ts'
import { memberships, preparedFiles, users } from '../../db/schema/index.ts'
import { portalDeps } from '../testing/client.ts'
import { openWorld, type World } from '../testing/world.ts'
import { fileMaker } from './make.ts'

let world: World
beforeAll(async () => {
  const hub = await emptyHub()
  world = await openWorld(hub)
  await addMessages(6000)
  return () => hub.close()
})

/** So many messages out, and three in. */
async function addMessages(count: number) {
  const { retailerId, suppliers } = world.here
  const { partnershipId } = suppliers['Little Potter']!
  const { blobId } = await world.hub.work('system', work => storeBlob(work, retailerId, Buffer.from('ISA')))
  for (const [direction, status, many] of [
    ['out', 'sent', count],
    ['in', 'processed', 3],
  ] as const)
    await world.hub.orm.execute(sql`insert into messages
      (retailer_id, id, partnership_id, direction, transport, wire_id, blob_id, size, status, created_at)
      select ${retailerId}, gen_random_uuid(), ${partnershipId}, ${direction}, 'as2', ${`${direction}-`} || n, ${blobId}, 3, ${status}, now()
      from generate_series(1, ${many}) n`)
}

/** Writes a file as its job does. */
async function make(fileId: string) {
  const { retailerId } = world.here
  const waiting = await rowsOf<{ id: string }>(
    world.hub.orm,
    sql`select data ->> 'fileId' as id from jobs.job where name = 'prepare-file' and data ->> 'fileId' = ${fileId}`,
  )
  expect(waiting).toEqual([{ id: fileId }])
  await fileMaker({ ...portalDeps, hub: world.hub, log: { error: () => undefined } })({ retailerId, fileId })
}

const idIn = (response: Response) => /\/files\/([0-9a-f-]{36})$/.exec(response.headers.get('location') ?? '')![1]!
const long = '/retailer/messages/file?sort=oldest'

it('of few rows are there at once', async () => {
  const client = await world.as('admin@here.example')
  const response = await client.get('/retailer/messages/file?show=in')
  expect(response.status).toBe(200)
  expect((await response.text()).trimEnd().split('\r\n')).toHaveLength(1 + 3)
})

it('of many rows are made in the background, once however often they are asked for, and given out', async () => {
  const client = await world.as('admin@here.example')
  const asked = await client.get(long)
  expect(asked.status).toBe(303)
  const id = idIn(asked)
  expect(idIn(await client.get(long))).toBe(id)
  const at = `/retailer/files/${id}`
  const before = await (await client.get(at)).text()
  expect(before).toContain('The file is being made.')
  expect(before).toContain(`data-live="/retailer/live/files/${id}?seen=0"`)
  expect((await client.get(`${at}/content`)).status).toBe(409)
  await make(id)
  expect(await (await client.get(`/retailer/live/files/${id}`)).json()).toEqual({ version: '6003', ended: true })
  expect(await (await client.get(at)).text()).toContain('The file is ready.')
  const content = await client.get(`${at}/content`)
  expect(content.headers.get('content-disposition')).toBe('attachment; filename="messages.csv"')
  const text = Buffer.from(await content.arrayBuffer()).toString()
  expect(text.startsWith('\uFEFF')).toBe(true)
  const [, ...rows] = text.trimEnd().split('\r\n')
  expect(new Set(rows).size).toBe(6003)
  expect(await (await client.get('/retailer/files')).text()).toContain(`data-file-row="${id}"`)
  expect(idIn(await client.get(long))).toBe(id)
})

it('are their own person’s alone', async () => {
  const client = await world.as('admin@here.example')
  const id = idIn(await client.get(`${long}&show=out`))
  for (const email of ['operations@here.example', 'admin@there.example', 'potter-owner@here.example']) {
    const other = await world.as(email)
    for (const path of [`files/${id}`, `files/${id}/content`, `live/files/${id}`])
      expect((await other.get(`/retailer/${path}`)).status).toBe(404)
  }
})

it('are neither made nor given out once their person has another role', async () => {
  const { orm } = world.hub
  const client = await world.as('merchandiser@here.example')
  const [made, late] = [idIn(await client.get(long)), idIn(await client.get(`${long}&show=out`))]
  await make(made)
  const [user] = await orm.select({ id: users.id }).from(users).where(eq(users.email, 'merchandiser@here.example'))
  await orm.update(memberships).set({ role: 'read-only' }).where(eq(memberships.userId, user!.id))
  expect((await client.get(`/retailer/files/${made}/content`)).status).toBe(403)
  await make(late)
  const [file] = await orm
    .select()
    .from(preparedFiles)
    .where(and(eq(preparedFiles.id, late), eq(preparedFiles.retailerId, world.here.retailerId)))
  expect(file).toMatchObject({ failure: 'You may no longer see what this file is made of.', blobId: null })
})
