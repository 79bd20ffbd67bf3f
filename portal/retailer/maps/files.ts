import { ApplicationError } from '../../../db/application-error.ts'
import { factsOf } from '../../../engine/maps/context.ts'
import { channelFacts } from '../../../partners/channels/channel.ts'
import { type MapRow, mapRow } from '../../../partners/maps/map-row.ts'
import { mapProblems } from '../../../partners/maps/validate.ts'
import { renderPdf } from '../../../translators/pdf/index.ts'
import {
  guideDocument,
  guidePage,
  type ImplementationGuide,
  implementationGuide,
} from '../../../translators/x12/implementation-guide/index.ts'
import { overlaySchema } from '../../../translators/x12/index.ts'
import { contentSecurityPolicy } from '../../auth/security-headers.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { assetPath } from '../../ui/assets.ts'
import { idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { textOfMap } from './editing.ts'
import { texts as t } from './texts.ts'

/** The implementation guide that a version says, as a page of its own. */
export async function sendGuide(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { guide } = await guideOf(c, deps)
  // The guide brings its own styles, in attributes too, and no script at all.
  const policy = contentSecurityPolicy({ 'style-src': "'unsafe-inline'", 'script-src': "'none'" })
  const icon = `<link rel="icon" href="${assetPath('icon.svg')}" type="image/svg+xml"></head>`
  return c.html(guidePage(guide).replace('</head>', icon), 200, { 'Content-Security-Policy': policy })
}

/** The same to print and to send. */
export async function sendGuidePdf(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { guide, row } = await guideOf(c, deps)
  const bytes = await renderPdf(guideDocument(guide, (row.publishedAt ?? row.changedAt).toISOString()))
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="${fileName(row)}.pdf"`,
  })
}

/** The map itself, as JSON. */
export async function sendText(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const row = await mapRow(hub.orm, c.var.retailer.retailerId, idParam(c))
  return c.body(`${textOfMap(row.overlay)}\n`, 200, {
    'Content-Type': 'application/json',
    'Content-Disposition': `attachment; filename="${fileName(row)}.json"`,
  })
}

const fileName = (row: MapRow) => `${row.format}-${row.documentKind}-version-${row.version}`

async function guideOf(c: PortalContext, { hub }: PortalDeps): Promise<{ guide: ImplementationGuide; row: MapRow }> {
  const { retailerId, retailerName } = c.var.retailer
  const row = await mapRow(hub.orm, retailerId, idParam(c))
  if (row.format !== 'x12') throw new ApplicationError('not-found', 'There is no such page.')
  if (mapProblems(row.format, row.documentKind, row.overlay).length > 0)
    throw new ApplicationError('wrong-state', t.correctFirst)
  const overlay = overlaySchema.parse(row.overlay)
  const { supplier } = await loadPartner(hub.orm, retailerId, row.partnershipId)
  const channel = await channelFacts(hub.orm, retailerId, row.partnershipId)
  const names = channel?.settings.x12
  const guide = await implementationGuide({
    set: overlay.set,
    version: channel?.version ?? '004010',
    overlay,
    partner: supplier.name,
    publisher: retailerName,
    edition: `Version ${row.version}${row.status === 'draft' ? ', draft' : ''}`,
    ...(channel ? { facts: await factsOf(hub.orm, channel) } : {}),
    ...(names ? { sender: names.own, receiver: names.partner } : {}),
  })
  if (!guide) throw new ApplicationError('not-found', 'There is no such page.')
  return { guide, row }
}
