import { Hono } from 'hono'
import { shortName } from '../../../partners/certificates/describe-certificate.ts'
import { type HandOver, handOver, handOverSheet } from '../../../partners/certificates/hand-over.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Icon } from '../../ui/icons.tsx'
import { page } from '../../ui/page.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Empty } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { path } from './list-page.tsx'
import { Fingerprint } from './state.tsx'
import { texts as t } from './texts.ts'

/** What a partner is handed to set its station up: our facts, our certificates, and theirs as we know them. */
export function handOverRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/hand-over/:id', c => showHandOver(c, deps))
  app.get('/hand-over/:id/sheet', c => sendSheet(c, deps))
  return app
}

function load(c: PortalContext, { hub, as2Url }: PortalDeps): Promise<HandOver> {
  const { retailerId } = c.var.retailer
  return handOver(hub.orm, { retailerId, partnershipId: idParam(c), as2Url })
}

async function showHandOver(c: PortalContext, deps: PortalDeps) {
  const facts = await load(c, deps)
  const props = { facts, sheet: `${path}/hand-over/${idParam(c)}/sheet` }
  return page(
    c,
    { title: `${t.handOver}: ${facts.supplierName}`, current: 'certificates' },
    <HandOverPage {...props} />,
  )
}

async function sendSheet(c: PortalContext, deps: PortalDeps) {
  const facts = await load(c, deps)
  const name = `as2-${facts.retailerName}-${facts.supplierName}`.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return c.body(handOverSheet(facts), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.txt"`,
  })
}

function HandOverPage({ facts, sheet }: { facts: HandOver; sheet: string }) {
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={`For ${facts.supplierName}`}
        about="What your partner’s AS2 station needs to know of you. Send the sheet with a certificate file."
        action={
          <a class="button button-primary" href={sheet}>
            <Icon name="export" />
            Sheet as text
          </a>
        }
      />
      <div class="stack">
        <div class="card">
          <Facts
            rows={[
              [`AS2 id of ${facts.retailerName}`, facts.ownId && <Copyable text={facts.ownId} />],
              [`AS2 id of ${facts.supplierName}`, facts.partnerId && <Copyable text={facts.partnerId} />],
              ['URL', <Copyable text={facts.as2Url} />],
              ['Signature', facts.signature],
              ['Encryption', facts.encryption],
              ['Compression', facts.compression],
              ['Receipt (MDN)', facts.receipt],
            ]}
          />
        </div>
        <Section title="Ours, to install there">
          <HandedOver rows={facts.ours} files />
        </Section>
        <Section title="Theirs, as we know them">
          <HandedOver rows={facts.theirs} />
        </Section>
        <p>{t.compare}</p>
      </div>
    </>
  )
}

function HandedOver({ rows, files = false }: { rows: HandOver['ours']; files?: boolean }) {
  if (rows.length === 0) return <Empty title="None yet" />
  return (
    <div class="stack">
      {rows.map(row => (
        <div class="card">
          <Facts
            rows={[
              ['Name', <a href={`${path}/${row.id}`}>{shortName(row.subject)}</a>],
              ['Serial', row.serial],
              ['In use from', <Time at={row.useFrom} />],
              ['Valid to', <Time at={row.validTo} />],
              ['SHA-256', <Fingerprint hex={row.fingerprint} />],
              ['SHA-1', <Fingerprint hex={row.fingerprintSha1} />],
              ['File', files && <FileLinks id={row.id} />],
            ]}
          />
        </div>
      ))}
    </div>
  )
}

function FileLinks({ id }: { id: string }) {
  return (
    <span class="row">
      {['cer', 'pem', 'p7b'].map(form => (
        <a href={`${path}/${id}/file?form=${form}`}>.{form}</a>
      ))}
    </span>
  )
}
