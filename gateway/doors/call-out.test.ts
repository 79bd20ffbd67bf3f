import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { guardedCallOut } from './call-out.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('sends and reads like fetch', async () => {
  const url = await serve(async (request, response) => {
    const sent = await new Response(request as unknown as ReadableStream).text()
    response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
    response.end(JSON.stringify({ method: request.method, sent, type: request.headers['content-type'] }))
  })
  const call = guardedCallOut({ allowPrivateAddresses: true })
  const answer = await call(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) })
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([201, ['a=1', 'b=2']])
  const type = 'application/x-www-form-urlencoded;charset=UTF-8'
  expect(await answer.json()).toEqual({ method: 'POST', sent: 'a=b', type })
})

it('refuses private addresses, by number and by name, and answers without end', async () => {
  let asked = 0
  const url = await serve((_request, response) => {
    asked++
    response.end('x'.repeat(1024 * 1024 + 1))
  })
  const guarded = guardedCallOut({ allowPrivateAddresses: false })
  await expect(guarded(url, {})).rejects.toThrow('private')
  await expect(guarded(url.replace('127.0.0.1', 'localhost'), {})).rejects.toThrow('private')
  expect(asked).toBe(0)
  await expect(guardedCallOut({ allowPrivateAddresses: true })(url, {})).rejects.toThrow('1 MiB')
})
