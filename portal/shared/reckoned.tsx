import { type Kept, keptFigureWithin } from '../../engine/reports/kept.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader } from '../ui/parts.tsx'

/** Milliseconds that somebody waits for a page before it tells that it takes longer, and seconds until it is asked for again. */
const patience = 3000
const again = 3

const words = {
  title: 'This is being reckoned',
  about:
    'It takes a while among so many orders. The page shows it by itself as soon as it is ready; you may leave and come back.',
}

/** A figure for a page, or the page to answer with while it is reckoned: so no proxy gives up on it, and nobody looks at an empty window. */
export async function reckoned<Value>(
  c: PortalContext,
  { hub }: PortalDeps,
  shown: { title: string; current: string },
  key: readonly string[],
  reckon: () => Promise<Value>,
): Promise<Kept<Value> | Response> {
  const figure = await keptFigureWithin(hub, key, patience, reckon)
  if (figure) return figure
  c.header('Refresh', String(again))
  return await page(
    c,
    shown,
    <>
      <PageHeader title={shown.title} />
      <Notice tone="info" title={words.title}>
        <p>{words.about}</p>
      </Notice>
      <progress aria-label={words.title} data-reckoning />
    </>,
  )
}
