import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ApplicationError } from '../../db/application-error.ts'
import type { PortalContext, PortalLog } from '../deps.ts'
import { page } from './page.tsx'
import { Notice } from './parts.tsx'

/** A refusal in words, with its own status; anything else thrown is a bug, told by a number that stands in the log. */
export async function errorPage(c: PortalContext, error: Error, log: PortalLog, reference: string): Promise<Response> {
  if (error instanceof ApplicationError) {
    return await page(
      c,
      { title: error.message, status: error.status as ContentfulStatusCode },
      <Notice tone="bad" title={error.message}>
        <Back />
      </Notice>,
    )
  }
  log.error({ error, reference, method: c.req.method, path: c.req.path }, 'The portal failed to answer.')
  const content = (
    <Notice tone="bad" title="Something went wrong here. Nothing was changed.">
      <p>If it happens again, tell whoever runs this hub the number {reference}.</p>
      <Back />
    </Notice>
  )
  return await page(c, { title: 'Something went wrong', status: 500 }, content)
}

/** No such page, or none that this person may know of. */
export async function notFoundPage(c: PortalContext): Promise<Response> {
  // Addresses are typed with a slash at their end. Where it leads begins with one alone: two would name another host.
  const [, asTyped] = /^(\/[^/].*?)\/+$/.exec(c.req.path) ?? []
  if (asTyped && c.req.method === 'GET') return c.redirect(`${asTyped}${new URL(c.req.url).search}`, 301)
  const content = (
    <Notice tone="info" title="There is no such page.">
      <Back />
    </Notice>
  )
  return await page(c, { title: 'Not found', status: 404 }, content)
}

function Back() {
  return (
    <p>
      <a href="/">Go to the first page</a>
    </p>
  )
}
