import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { settleWarnings } from '../../../engine/certificates/watch.ts'
import { addCertificate } from '../../../partners/certificates/add.ts'
import type { CertificateDetails } from '../../../partners/certificates/describe-certificate.ts'
import { keysHere, type PreviewedCertificate, previewImport } from '../../../partners/certificates/preview.ts'
import { readCertificateFile } from '../../../partners/certificates/read-file.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { fieldErrors, previewForm, useFrom } from './forms.ts'
import { ImportPage, PreviewPage } from './import-page.tsx'
import { path } from './list-page.tsx'
import { openPreview, type PreviewContent, sealPreview } from './preview-token.ts'
import { listPartnersForCertificates } from './query.ts'
import { texts as t } from './texts.ts'

/** Brings a certificate in: first it is shown with everything that speaks for and against it, then it is kept. */
export function importRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/import', needs('operate'), c => showForm(c, deps))
  app.post('/preview', needs('operate'), c => takeFile(c, deps))
  app.post('/import', needs('operate'), c => takeImport(c, deps))
  return app
}

async function showForm(c: PortalContext, { hub }: PortalDeps, values?: FormValues, errors: FormValues = {}) {
  const partners = await listPartnersForCertificates(hub.orm, c.var.retailer.retailerId)
  const props = { partners, errors, values: values ?? { whose: c.req.query('whose') ?? '' } }
  return page(
    c,
    { title: t.importTitle, current: 'certificates', status: values ? 422 : 200 },
    <ImportPage {...props} />,
  )
}

async function takeFile(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const parsed = previewForm.safeParse(values)
  if (!parsed.success) return showForm(c, deps, values, fieldErrors(parsed.error))
  const { file } = await c.req.parseBody()
  const uploaded = file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
  const bytes = uploaded ?? Buffer.from(parsed.data.text)
  if (bytes.length === 0) return showForm(c, deps, values, { file: 'Choose a file, or paste the certificate below.' })
  const { whose, uses, password } = parsed.data
  const { hub, box } = deps
  const { retailerId } = c.var.retailer
  const partners = await listPartnersForCertificates(hub.orm, retailerId)
  const partner = partners.find(({ id }) => id === whose.partnershipId)
  if (whose.partnershipId && !partner) return showForm(c, deps, values, { whose: 'Choose whose it is.' })
  const keys = await keysHere(hub.orm, retailerId)
  const preview = previewImport({ bytes, password }, { ...whose, uses }, keys, hub.now())
  if (!preview.ok) return showForm(c, deps, values, { [preview.issue.at.path ?? 'file']: preview.issue.message })
  const good = preview.certificates.every(({ issues }) => issues.every(({ severity }) => severity !== 'error'))
  const { userId } = c.var.viewer
  const certificates = preview.certificates.map(carried)
  const token = good ? sealPreview(box, hub.now(), { retailerId, userId, ...whose, uses, certificates }) : undefined
  const props = { certificates: preview.certificates, token, whose: wordsOf(whose.owner, partner?.name) }
  return page(
    c,
    { title: t.previewTitle, current: 'certificates', status: good ? 200 : 422 },
    <PreviewPage {...props} />,
  )
}

function wordsOf(owner: 'own' | 'partner', partner: string | undefined): string {
  return owner === 'own' ? `Ours, with ${partner ?? 'all partners'}` : `Of ${partner}`
}

function carried({ certificate, chain, privateKey }: PreviewedCertificate): PreviewContent['certificates'][number] {
  return {
    pem: certificate.pem,
    chain: chain.map(({ pem }) => pem),
    ...(privateKey && { privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }),
  }
}

async function takeImport(c: PortalContext, { hub, box }: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.retailer
  const mine = { retailerId, userId: c.var.viewer.userId }
  const { owner, partnershipId, uses, certificates } = openPreview(box, hub.now(), values.preview ?? '', mine)
  const from = useFrom.safeParse(values.useFrom)
  if (!from.success) throw new ApplicationError('invalid-input', from.error.issues[0]!.message)
  const ids = await hub.work(actorOf(c.var.viewer), async work => {
    const added: string[] = []
    for (const { pem, chain, privateKey } of certificates) {
      const command = {
        retailerId,
        partnershipId,
        owner,
        uses,
        certificate: detailsOf(pem),
        chain: chain.map(detailsOf),
      }
      const later = from.data && { useFrom: from.data }
      added.push(await addCertificate(work, box, { ...command, ...later, ...(privateKey && { privateKey }) }))
    }
    await settleWarnings(work, retailerId)
    return added
  })
  leaveFlash(c, 'good', t.imported)
  return c.redirect(ids.length === 1 ? `${path}/${ids[0]}` : path, 303)
}

function detailsOf(pem: string): CertificateDetails {
  const read = readCertificateFile(Buffer.from(pem))
  if (!read.ok) throw new ApplicationError('invalid-input', read.issue.message)
  return read.file.certificates[0]!
}
