import type { Child } from 'hono/jsx'
import { shortName } from '../../partners/certificates/describe-certificate.ts'
import type { HandOver } from '../../partners/certificates/hand-over.ts'
import { Copyable } from '../ui/copyable.tsx'
import { Fingerprint } from '../ui/fingerprint.tsx'
import { Icon } from '../ui/icons.tsx'
import { Facts, PageHeader, Section } from '../ui/parts.tsx'
import { Empty } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

interface HandOverPageProps {
  facts: HandOver
  title: string
  about: string
  back?: { href: string; word: string }
  /** Where the sheet is. */
  sheet: string
  /** Where a certificate's files are, by its id. */
  fileHref: (id: string) => string
  /** Where a certificate's own page is, for those who have one. */
  pageHref?: (id: string) => string
}

/** What an AS2 station needs to know of the retailer's: ids, address, algorithms, certificates to install and those known of the other side. */
export function HandOverPage(props: HandOverPageProps) {
  const { facts } = props
  return (
    <>
      <PageHeader
        {...(props.back && { back: props.back })}
        title={props.title}
        about={props.about}
        action={
          <a class="button button-primary" href={props.sheet}>
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
        <Section title={`Of ${facts.retailerName}`}>
          <HandedOver {...props} rows={facts.ours} />
        </Section>
        <Section title={`Of ${facts.supplierName}, as it is known here`}>
          <HandedOver {...props} rows={facts.theirs} />
        </Section>
        <p>Compare the fingerprints by telephone, with somebody you know, before the first message.</p>
      </div>
    </>
  )
}

function HandedOver({ rows, fileHref, pageHref }: HandOverPageProps & { rows: HandOver['ours'] }) {
  if (rows.length === 0) return <Empty title="None yet" />
  return (
    <div class="stack">
      {rows.map(row => (
        <div class="card">
          <Facts
            rows={[
              ['Name', nameOf(row, pageHref)],
              ['Serial', row.serial],
              ['For', row.uses.join(', ')],
              ['In use from', <Time at={row.useFrom} />],
              ['Valid to', <Time at={row.validTo} />],
              ['SHA-256', <Fingerprint hex={row.fingerprint} />],
              ['SHA-1', <Fingerprint hex={row.fingerprintSha1} />],
              ['File', <FileLinks href={fileHref(row.id)} />],
            ]}
          />
        </div>
      ))}
    </div>
  )
}

function nameOf({ id, subject }: HandOver['ours'][number], pageHref: HandOverPageProps['pageHref']): Child {
  const name = shortName(subject)
  return pageHref ? <a href={pageHref(id)}>{name}</a> : name
}

function FileLinks({ href }: { href: string }) {
  return (
    <span class="row">
      {['cer', 'pem', 'p7b'].map(form => (
        <a href={`${href}?form=${form}`}>.{form}</a>
      ))}
    </span>
  )
}
