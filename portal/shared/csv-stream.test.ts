import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PortalEnv } from '../deps.ts'
import { csvStream } from './csv-stream.ts'

const pages = { whole: 3, broken: 2 }
const app = new Hono<PortalEnv>().get('/:name', c => {
  const name = c.req.param('name') as keyof typeof pages
  return csvStream(c, name, [['Number', (row: number) => String(row)]], async (last: number | undefined) => {
    const after = last ?? 0
    if (name === 'broken' && after === pages.broken) throw new Error('The database went away.')
    return { rows: [after], next: after < pages.whole ? after + 1 : undefined }
  })
})
const server = createAdaptorServer(app)

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close())

it('gives every page of a list as one file', async () => {
  const file = Buffer.from(await (await download('whole')).arrayBuffer()).toString()
  expect(file).toBe('\uFEFFNumber\r\n0\r\n1\r\n2\r\n3\r\n')
})

it('breaks the download off where a page cannot be read, so that half a list is not taken for the whole', async () => {
  const response = await download('broken')
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
})

const download = (name: keyof typeof pages) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`)
