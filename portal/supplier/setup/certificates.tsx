import { Hono } from 'hono'
import { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import type { CertificateUse } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { settleWarnings } from '../../../engine/certificates/watch.ts'
import { notify } from '../../../engine/deadlines/notify.ts'
import { addCertificate } from '../../../partners/certificates/add.ts'
import { spelledFingerprint } from '../../../partners/certificates/describe-certificate.ts'
import { type PreviewedCertificate, previewImport } from '../../../partners/certificates/preview.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { baseOf } from '../order-routes.tsx'
import { CertificateLookPage } from './certificate-pages.tsx'
import { loadSetup } from './query.ts'
import { certificateUses, texts } from './texts.ts'

const t = texts.certificates

type ShowSetup = (
  c: PortalContext,
  deps: PortalDeps,
  shown: { values: FormValues; errors: Record<string, string> },
) => Promise<Response>

/**
 * Takes a supplier's new AS2 certificate: shown first with its dates and fingerprint, and kept when the person has looked at it.
 * @param showSetup the page with the form, and what is wrong in it
 */
export function certificateRoutes(deps: PortalDeps, showSetup: ShowSetup): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/', needs('manage-people'), c => takeCertificate(c, deps, showSetup))
  return app
}

type UseChoice = keyof typeof certificateUses

const form = z.object({
  uses: z.enum(Object.keys(certificateUses) as [UseChoice, ...UseChoice[]], { error: 'Choose what it is for.' }),
  text: z.string().max(1_000_000, 'This is too long for a certificate.').default(''),
  /** A day, from its beginning in UTC. */
  useFrom: z.union([z.literal(''), z.iso.date({ error: 'Enter a day, such as 2026-12-01.' })]).default(''),
  looked: z.string().optional(),
})

async function takeCertificate(c: PortalContext, deps: PortalDeps, showSetup: ShowSetup): Promise<Response> {
  const { channel } = await loadSetup(deps.hub.orm, c.var.supplier)
  if (channel?.transport !== 'as2') throw new ApplicationError('wrong-state', t.otherChannel)
  const values = await formValues(c)
  const wrong = (errors: Record<string, string>) => showSetup(c, deps, { values, errors })
  const parsed = form.safeParse(values)
  if (!parsed.success) {
    const [first] = parsed.error.issues
    const field = String(first?.path[0])
    return await wrong({ [field === 'uses' || field === 'text' ? field : 'file']: first?.message ?? t.bad })
  }
  const { uses: choice, text, useFrom, looked } = parsed.data
  const bytes = (await fileOf(c)) ?? Buffer.from(text)
  if (bytes.length === 0) return await wrong({ file: t.none })
  const uses = choice.split(' ') as CertificateUse[]
  const preview = previewImport({ bytes, password: '' }, { owner: 'partner', uses }, new Set(), deps.hub.now())
  if (!preview.ok) return await wrong({ file: preview.issue.message })
  const { certificates } = preview
  const good = certificates.every(({ issues }) => issues.every(({ severity }) => severity !== 'error'))
  if (!looked || !good) return look(c, certificates, good ? choice : undefined)
  try {
    await keep(c, deps, certificates, { uses, ...(useFrom && { useFrom: new Date(`${useFrom}T00:00:00Z`) }) })
  } catch (error) {
    if (!(error instanceof ApplicationError) || !['invalid-input', 'conflict'].includes(error.code)) throw error
    return await wrong({ file: error.message })
  }
  leaveFlash(c, 'good', t.kept)
  return c.redirect(`${baseOf(c)}/connection`, 303)
}

async function fileOf(c: PortalContext): Promise<Uint8Array | undefined> {
  const { file } = await c.req.parseBody()
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
}

/**
 * What was read goes back into the form as PEM: the second time it is read and judged like the first.
 * @param uses undefined where something keeps it out
 */
function look(c: PortalContext, certificates: readonly PreviewedCertificate[], uses: UseChoice | undefined) {
  const text = certificates.flatMap(({ certificate, chain }) => [certificate.pem, ...chain.map(({ pem }) => pem)])
  const props = { base: baseOf(c), certificates, handedOver: uses && { uses, text: text.join('\n') } }
  const shown = { title: t.lookTitle, current: 'setup', status: uses ? 200 : 422 } as const
  return page(c, shown, <CertificateLookPage {...props} />)
}

async function keep(
  c: PortalContext,
  { hub, box }: PortalDeps,
  certificates: readonly PreviewedCertificate[],
  use: { uses: CertificateUse[]; useFrom?: Date },
): Promise<void> {
  const { retailerId, partnershipId } = c.var.supplier
  await hub.work(actorOf(c.var.viewer), async work => {
    for (const { certificate, chain } of certificates) {
      await addCertificate(work, box, { retailerId, partnershipId, owner: 'partner', certificate, chain, ...use })
    }
    await settleWarnings(work, retailerId)
    await tellRetailer(work, { retailerId, partnershipId }, certificates)
  })
}

/** The retailer can compare the fingerprint, and revoke what its partner did not mean to hand over. */
async function tellRetailer(
  work: Work,
  whose: { retailerId: string; partnershipId: string },
  certificates: readonly PreviewedCertificate[],
): Promise<void> {
  const by = work.actor.replace(/^user:/, '')
  await notify(work, {
    ...whose,
    kind: 'certificates',
    audience: 'retailer',
    subject: 'A partner handed over a new certificate',
    body: `${by} handed over a new AS2 certificate in the portal. It is in use beside those before it. Compare its fingerprint by telephone, with somebody you know; if it is not the partner’s, revoke it on the page of certificates.`,
    rows: certificates.map(({ certificate }) => ({
      subject: certificate.subject,
      serial: certificate.serial,
      'fingerprint (SHA-256)': spelledFingerprint(certificate.fingerprint),
      begins: certificate.validFrom.toISOString(),
      ends: certificate.validTo.toISOString(),
    })),
  })
}
