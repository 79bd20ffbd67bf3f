import type { Client } from './client.ts'

/** A page that links lead to, as it was answered. */
export interface ReachedPage {
  path: string
  html: string
}

/** Files, what is only fetched, and the API's own pages: a person does not look at them as pages of the portal. */
const noPage = /^\/api\/|(\/file|\/bytes|\/sheet|\.\w{2,4}|\/receipt|\/origin|\/statement)$/

/** What tells two pages of one shape apart: ids, and numbers of documents. */
const name = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]+-\d+[^/]*/g

/**
 * The pages that a signed-in person reaches by links, without parameters and one of each shape, since pages of one shape look the same.
 * @param open is told before each page is asked for
 */
export async function* pagesReached(
  client: Client,
  start: string,
  open: (path: string) => void = () => undefined,
): AsyncGenerator<ReachedPage> {
  const paths = [start]
  const shapes = new Set(paths)
  for (const path of paths) {
    open(path)
    const response = await client.follow(await client.get(path))
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue
    if (response.status !== 200) throw new Error(`${path} is linked to, and answered with ${response.status}.`)
    const html = await response.text()
    yield { path, html }
    for (const linked of linksIn(html)) {
      const shape = linked.replace(name, ':id')
      if (!shapes.has(shape)) paths.push(linked)
      shapes.add(shape)
    }
  }
}

function linksIn(html: string): string[] {
  const paths = [...html.matchAll(/<a\b[^>]*?\shref="(\/[^"?#]*)/g)].map(([, path]) => path!)
  return paths.filter(path => !noPage.test(path))
}
