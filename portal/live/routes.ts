import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { loadFile } from '../../engine/files/prepared-files.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { idParam } from '../ui/request.ts'
import type { Follower } from './follower.ts'
import { type Standing, standingOf, type Topic } from './topics.ts'

/** A comment goes out so often, so that proxies hold the connection for alive. In milliseconds. */
const heartbeat = 15_000
/** A stream ends after so long; browsers come again by themselves, and whoever may no longer look is told so then. In milliseconds. */
const longest = 5 * 60_000
/** What is whole retailers': anybody there may look at it. */
const wide = ['events', 'messages', 'exceptions'] as const

const texts = {
  tooMany: 'Too many pages are open that follow what happens. Close some of them.',
  gone: 'There is no such thing to follow.',
}

/** `/retailer/live`: says when something that a page shows has changed (server-sent events, HTML standard 9.2). The page then asks for what it shows. */
export function retailerLiveRoutes(deps: PortalDeps, follower: Follower): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  for (const kind of wide)
    app.get(`/${kind}`, c => {
      const { retailerId } = c.var.retailer
      return stream(c, deps, follower, { kind, retailerId, id: retailerId })
    })
  for (const kind of ['upload', 'import', 'replay'] as const)
    app.get(`/${kind}s/:id`, c =>
      stream(c, deps, follower, { kind, retailerId: c.var.retailer.retailerId, id: idParam(c) }),
    )
  app.get('/files/:id', c => fileStream(c, deps, follower, c.var.retailer.retailerId))
  return app
}

/** `/supplier/:retailer/live`: the same for what suppliers have going on. */
export function supplierLiveRoutes(deps: PortalDeps, follower: Follower): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/uploads/:id', c => {
    const { retailerId, partnershipId } = c.var.supplier
    return stream(c, deps, follower, { kind: 'upload', retailerId, partnershipId, id: idParam(c) })
  })
  app.get('/files/:id', c => fileStream(c, deps, follower, c.var.supplier.retailerId))
  return app
}

/** A file is its own person's alone. */
async function fileStream(c: PortalContext, deps: PortalDeps, follower: Follower, retailerId: string) {
  const file = await loadFile(deps.hub.orm, { retailerId, fileId: idParam(c) })
  if (file?.membershipId !== c.var.viewer.membership?.id) throw new ApplicationError('not-found', texts.gone)
  return await stream(c, deps, follower, { kind: 'file', retailerId, id: file!.id })
}

/** The stream, for whoever asks for one; otherwise how it stands now, for programs that ask again by themselves. */
async function stream(c: PortalContext, deps: PortalDeps, follower: Follower, topic: Topic): Promise<Response> {
  const standing = await standingOf(deps.hub.orm, topic)
  if (!standing) throw new ApplicationError('not-found', texts.gone)
  if (!c.req.header('accept')?.includes('text/event-stream')) return c.json(standing)
  const leave = follower.takePlace(c.var.viewer.sessionId)
  if (!leave) return c.text(`${texts.tooMany}\n`, 503, { 'Retry-After': '30' })
  const seen = c.req.header('last-event-id') ?? c.req.query('seen')
  const body = changesOf(follower, topic, standing, { seen, leave, closing: deps.closing })
  return c.body(body, 200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // nginx holds answers back unless it is told not to.
    'X-Accel-Buffering': 'no',
  })
}

interface Ending {
  /** The version that the page shows; without it, what there is now. */
  seen: string | undefined
  leave: () => void
  /** The process stops: open streams must not keep it. */
  closing: AbortSignal | undefined
}

/** The stream: `changed` with the version as its id each time, and `ended` when there is nothing more to come. */
function changesOf(
  follower: Follower,
  topic: Topic,
  standing: Standing,
  { seen, leave, closing }: Ending,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let finish: () => void = () => undefined
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const tell = (now: Standing | undefined) => {
        if (now && !now.ended) return send(`event: changed\nid: ${now.version}\ndata:\n\n`)
        send('event: ended\ndata:\n\n')
        finish()
        controller.close()
      }
      const end = () => {
        finish()
        controller.close()
      }
      const beat = setInterval(() => send(': still here\n\n'), heartbeat)
      const over = setTimeout(end, longest)
      let stop: () => void = () => undefined
      finish = () => {
        clearInterval(beat)
        clearTimeout(over)
        closing?.removeEventListener('abort', end)
        stop()
        leave()
      }
      send('retry: 3000\n\n')
      if (standing.ended || closing?.aborted) return tell(undefined)
      if (seen !== undefined && seen !== standing.version) tell(standing)
      closing?.addEventListener('abort', end)
      stop = follower.follow(topic, standing, tell)
    },
    cancel: () => finish(),
  })
}
