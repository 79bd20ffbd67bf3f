import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { documentKinds } from '../../translators/documents/index.ts'
import { ApiClient } from './testing/client.ts'

const open = freshDatabases()

it('serves the schema of every business document to anybody', async () => {
  const hub = await open()
  const { api } = new ApiClient(hub)
  const { schemas } = (await (await api.request('/schemas')).json()) as { schemas: { kind: string; path: string }[] }
  expect(schemas.map(({ kind }) => kind)).toEqual(documentKinds)
  for (const { kind, path } of schemas) {
    const response = await api.request(path)
    expect(response.headers.get('content-type')).toBe('application/schema+json')
    expect(await response.json()).toMatchObject({ title: kind, type: 'object', properties: { kind: { const: kind } } })
  }
  expect((await api.request('/schemas/love-letter')).status).toBe(404)
})
