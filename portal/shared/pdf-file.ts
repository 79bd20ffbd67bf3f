import { streamBlob } from '../../db/blobs.ts'
import { contentSecurityPolicy } from '../auth/security-headers.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { streamed } from './streamed.ts'

/** Bytes that are kept, and what they are called. */
export interface StoredFile {
  blobId: string
  size: number
  name: string
}

/** A PDF as it came, for the browser's viewer; only our own pages may frame it, and only after `allowPdfFrame`. */
export function sendPdf(c: PortalContext, { hub }: PortalDeps, { blobId, size, name }: StoredFile): Response {
  const { retailerId } = c.var.retailer
  c.header('Content-Type', 'application/pdf')
  c.header('Content-Length', String(size))
  c.header('Content-Disposition', `inline; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_')}"`)
  c.header(
    'Content-Security-Policy',
    contentSecurityPolicy({ 'frame-ancestors': "'self'", 'style-src': "'unsafe-inline'" }),
  )
  c.header('X-Frame-Options', 'SAMEORIGIN')
  return streamed(c, streamBlob(hub.orm, retailerId, blobId))
}

/** Lets the page that is answered show a file of ours in a frame. */
export function allowPdfFrame(c: PortalContext) {
  c.header('Content-Security-Policy', contentSecurityPolicy({ 'frame-src': "'self'" }))
}
