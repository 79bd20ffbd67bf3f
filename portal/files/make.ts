import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { writeBlob } from '../../db/blobs.ts'
import { users } from '../../db/schema/index.ts'
import { endFile, loadFile, noteRows, type PreparedFile } from '../../engine/files/prepared-files.ts'
import { accountingRoutes } from '../accounting/routes.tsx'
import { atRetailer, atSupplier } from '../auth/guard.ts'
import { membershipsOf, type Viewer } from '../auth/viewer.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { retailerRoutes } from '../retailer/routes.tsx'
import { supplierRoutes } from '../supplier/routes.tsx'
import { texts as t } from './texts.ts'

/** Milliseconds between two notes of how far a file is. */
const pace = 1000

/**
 * Writes a file that a person asked for: what the page's own address answers that person now, under the same guards. Where the person may no longer look, the file fails
 * in words; what else goes wrong is thrown, so that the job is tried again.
 */
export function fileMaker(deps: PortalDeps): (job: { retailerId: string; fileId: string }) => Promise<void> {
  const { hub } = deps
  return async job => {
    const file = await loadFile(hub.orm, job)
    if (!file || file.endedAt) return
    const end = (outcome: Parameters<typeof endFile>[2]) =>
      hub.work(`user:${file.userId}`, work => endFile(work, job, outcome))
    try {
      await end(await write(deps, file))
    } catch (error) {
      if (!(error instanceof ApplicationError)) throw error
      await end({ failure: error.message })
    }
  }
}

async function write(deps: PortalDeps, file: PreparedFile) {
  const { hub } = deps
  const ref = { retailerId: file.retailerId, fileId: file.id }
  const viewer = await viewerOf(deps, file)
  let rows = 0
  let noted = performance.now()
  const written = (more: number) => {
    rows += more
  }
  const response = await pagesFor(deps, viewer, written).request(`http://portal${file.source}`)
  if (!response.ok || !response.body) throw new ApplicationError('not-allowed', t.notYours)
  const body = response.body
  async function* pieces() {
    for await (const piece of body) {
      yield piece
      if (performance.now() - noted < pace) continue
      noted = performance.now()
      await noteRows(hub.orm, ref, rows)
    }
  }
  const blob = await writeBlob(hub, file.retailerId, pieces())
  return { rows, blob }
}

/** The person as it may look now. */
async function viewerOf({ hub }: PortalDeps, file: PreparedFile): Promise<Viewer> {
  const [user] = await hub.orm.select().from(users).where(eq(users.id, file.userId))
  const memberships = await membershipsOf(hub.orm, file.userId)
  const membership = memberships.find(({ id }) => id === file.membershipId)
  if (!user || user.disabledAt || membership?.role !== file.role) throw new ApplicationError('not-allowed', t.notYours)
  const { userId, timeZone, secondFactor } = file
  const { email, name } = user
  return { userId, email, name, timeZone, secondFactor, memberships, membership, sessionId: '', onlyRetailerId: null }
}

/** The pages as this person has them, behind the guards that stand before them; nothing is put aside once more. */
function pagesFor(deps: PortalDeps, viewer: Viewer, written: (rows: number) => void): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.onError(error => {
    throw error
  })
  app.use(async (c, next) => {
    c.set('viewer', viewer)
    c.set('written', written)
    await next()
  })
  app.use('/supplier/:retailer/*', atSupplier(deps))
  app.route('/supplier/:retailer', supplierRoutes(deps))
  app.use('/retailer/*', atRetailer)
  app.route('/retailer', retailerRoutes(deps))
  app.use('/accounting/*', atRetailer)
  app.route('/accounting', accountingRoutes(deps))
  return app
}
