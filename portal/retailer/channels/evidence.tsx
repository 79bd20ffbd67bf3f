import { and, eq, inArray } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { certificates } from '../../../db/schema/index.ts'
import { readOrigin } from '../../../engine/messages/origin.ts'
import { readReceiptFile } from '../../../engine/messages/receipt-file.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { streamed } from '../../shared/streamed.ts'
import { Fingerprint } from '../../ui/fingerprint.tsx'
import { Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import type { LoadedMessage } from '../messages-query.ts'
import { texts } from './texts.ts'

const t = texts.evidence

/** What proves that a message was sent and received, as files. */
export function evidenceRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/receipt', c => sendReceiptFile(c, deps))
  app.get('/:id/origin', c => sendOrigin(c, deps))
  return app
}

/** As a file that no browser opens by itself. */
function asFile(c: PortalContext, name: string): void {
  c.header('Content-Type', 'application/octet-stream')
  c.header('Content-Disposition', `attachment; filename="${name}"`)
}

async function sendReceiptFile(c: PortalContext, { hub }: PortalDeps) {
  const id = idParam(c)
  const receipt = await readReceiptFile(hub, c.var.retailer.retailerId, id)
  if (!receipt) throw new ApplicationError('not-found', t.noReceipt)
  asFile(c, `${id}.mdn`)
  return c.body(new Uint8Array(receipt))
}

async function sendOrigin(c: PortalContext, { hub }: PortalDeps) {
  const id = idParam(c)
  const origin = await readOrigin(hub, c.var.retailer.retailerId, id)
  if (!origin) throw new ApplicationError('not-found', t.noOrigin)
  asFile(c, `${id}.p7m.eml`)
  return streamed(c, origin)
}

/** The certificates that a message's timeline names, by what each did: only those that this retailer holds. */
export async function evidenceCertificates(orm: Orm, retailerId: string, timeline: LoadedMessage['timeline']) {
  const named = timeline.flatMap(({ detail }) =>
    (['signedBy', 'receiptSignedBy'] as const).flatMap(did => {
      const fingerprint = detail[did]
      return typeof fingerprint === 'string' ? [{ did, hex: fingerprint.replaceAll(':', '').toLowerCase() }] : []
    }),
  )
  if (named.length === 0) return []
  const rows = await orm
    .select({ id: certificates.id, fingerprint: certificates.fingerprint })
    .from(certificates)
    .where(
      and(
        eq(certificates.retailerId, retailerId),
        inArray(certificates.fingerprint, [...new Set(named.map(({ hex }) => hex))]),
      ),
    )
  return rows.map(row => ({ ...row, did: named.find(({ hex }) => hex === row.fingerprint)!.did }))
}

/** Links to the proofs that there are, the certificates to verify them by, and how to do it. */
export function Evidence(props: {
  message: LoadedMessage['message']
  certificates: Awaited<ReturnType<typeof evidenceCertificates>>
}) {
  const { message } = props
  if (message.transport !== 'as2') return null
  const detail = message.receiptDetail as { origin?: unknown; route?: { kind: string } } | null
  const signed = detail?.origin !== undefined
  const receipt = message.receiptBlobId !== null && detail?.route?.kind !== 'none'
  if (!receipt && !signed) return null
  const path = `/retailer/messages/${message.id}`
  return (
    <Section title={t.title}>
      <ul class="quiet-list" data-evidence>
        {receipt ? (
          <li>
            <a href={`${path}/receipt`}>{t.receipt}</a>{' '}
            <span class="soft small">{message.direction === 'out' ? t.receiptTheirs : t.receiptOurs}</span>
          </li>
        ) : null}
        {signed ? (
          <li>
            <a href={`${path}/origin`}>{t.origin}</a> <span class="soft small">{t.originHint}</span>
          </li>
        ) : null}
        {props.certificates.map(({ id, did, fingerprint }) => (
          <li>
            <a href={`/retailer/certificates/${id}/file?form=pem`}>{t[did]}</a> <Fingerprint hex={fingerprint} />
          </li>
        ))}
      </ul>
      <p class="soft small">{t.how}</p>
    </Section>
  )
}
