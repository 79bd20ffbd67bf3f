import type { OpenAPIHono } from '@hono/zod-openapi'
import { html } from 'hono/html'
import type { ApiEnv } from '../deps.ts'
import type { Description } from './description.ts'
import { DocsPage } from './page.tsx'
import { style } from './style.ts'

/** Serves the documentation at `/docs`. Everybody may read it: it shows what can be asked, and nothing of what there is. */
export function mountDocs(api: OpenAPIHono<ApiEnv>, description: Description): void {
  const page = <DocsPage description={description} />
  api.get('/docs', context => {
    context.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    return context.html(html`<!doctype html>${page}`)
  })
  api.get('/docs/style.css', context => context.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
}
