import type { OpenAPIHono } from '@hono/zod-openapi'
import { apiBase } from './base.ts'
import type { ApiEnv } from './deps.ts'

const description = `What a retailer's and a supplier's systems can ask of this hub and tell it.

Every request carries a key: \`Authorization: Bearer <key>\`. A retailer's key sees that retailer, a supplier's key its own partnerships.
A write can be sent again under the same \`Idempotency-Key\` without harm. Quantities and money are decimals as text. Lists come in pages:
give \`nextCursor\` as \`cursor\` for the next. A refusal is a problem (RFC 9457) whose \`fields\` name what is wrong.`

/** The API described in OpenAPI 3.1. */
export function documentOf(api: OpenAPIHono<ApiEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Crossdock', version: '1', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: apiBase }],
  })
}
