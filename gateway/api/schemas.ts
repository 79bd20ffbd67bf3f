import type { OpenAPIHono } from '@hono/zod-openapi'
import { documentKinds } from '../../translators/documents/index.ts'
import { jsonSchemaOf } from '../../translators/json/index.ts'
import type { ApiEnv } from './deps.ts'
import { problem } from './problem.ts'

/** Serves the JSON Schema (draft 2020-12) of every business document, as open to anybody as the description of the API itself. */
export function mountSchemas(api: OpenAPIHono<ApiEnv>): void {
  api.get('/schemas', context =>
    context.json({ schemas: documentKinds.map(kind => ({ kind, path: `/schemas/${kind}` })) }),
  )
  api.get('/schemas/:kind', context => {
    const kind = documentKinds.find(one => one === context.req.param('kind'))
    if (kind) return context.json(jsonSchemaOf(kind), 200, { 'Content-Type': 'application/schema+json' })
    return problem(context, 'not-found', `There is no such document. There are: ${documentKinds.join(', ')}.`)
  })
}
