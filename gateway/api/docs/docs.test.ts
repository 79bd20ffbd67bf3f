import { expect, it } from 'vitest'
import { z } from 'zod'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { endpoints } from '../registry.ts'
import { ApiClient } from '../testing/client.ts'
import { anchorOf, type Description } from './description.ts'
import { sampleOf } from './sample.ts'

const open = freshDatabases()

it('describes every endpoint in OpenAPI 3.1, with references that lead somewhere', async () => {
  const client = new ApiClient(await open())
  const { body } = await client.ask<Description & { openapi: string }>('GET', '/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  for (const { method, path } of endpoints) expect(body.paths[path]).toHaveProperty(method)
  const ids = Object.values(body.paths).flatMap(path => Object.values(path).map(operation => operation.operationId))
  expect(new Set(ids).size).toBe(endpoints.length)
  for (const [, name] of JSON.stringify(body).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(body.components.schemas).toHaveProperty(name!)
  }
})

it('shows it all on one page without script, to everybody', async () => {
  const client = new ApiClient(await open())
  const response = await client.api.request('/docs')
  const page = await response.text()
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.slice(0, 15)).toBe('<!doctype html>')
  expect(page.match(/<script|\sstyle=|\son\w+=|(src|href|action)="?https?:|url\(/gi)).toBeNull()
  const shown = endpoints.flatMap(({ method, path, summary }) => [`id="${anchorOf(method, path)}"`, summary])
  const linked = [...page.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => `id="${anchor}"`)
  expect([...shown, ...linked].filter(text => !page.includes(text))).toEqual([])
  expect((await client.api.request('/docs/style.css')).headers.get('content-type')).toContain('text/css')
})

it('shows samples that the schemas allow', async () => {
  const client = new ApiClient(await open())
  const { body: description } = await client.ask<Description>('GET', '/openapi.json')
  const defs = JSON.parse(
    JSON.stringify(description.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
  )
  for (const [name, schema] of Object.entries(description.components.schemas)) {
    const checked = z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: defs }).safeParse(sampleOf(schema, description))
    expect(checked.error ? `${name}: ${z.prettifyError(checked.error)}` : '').toBe('')
  }
})
