import { daysLeft, shortName } from '../../../partners/certificates/describe-certificate.ts'
import { Icon } from '../../ui/icons.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { CertificatePartner, ListedCertificate, ListedRequest } from './query.ts'
import { CertificateState } from './state.tsx'
import { texts as t, useWords } from './texts.ts'

/** Where the pages about certificates live. */
export const path = '/retailer/certificates'

export interface ListPageProps {
  rows: ListedCertificate[]
  requests: ListedRequest[]
  partners: CertificatePartner[]
  mayChange: boolean
  now: Date
}

/** All certificates: ours, the partners', and the requests that wait. */
export function ListPage({ rows, requests, partners, mayChange, now }: ListPageProps) {
  const own = rows.filter(({ owner }) => owner === 'own')
  const theirs = rows.filter(({ owner }) => owner === 'partner')
  return (
    <>
      <PageHeader title={t.title} about={t.about} action={mayChange ? <Actions /> : null} />
      <div class="stack">
        <Section title={t.ours}>
          {own.length === 0 ? (
            <Empty title={t.none}>{t.noneHint}</Empty>
          ) : (
            <CertificatesTable label={t.ours} rows={own} now={now} />
          )}
        </Section>
        {requests.length > 0 ? <Requests rows={requests} /> : null}
        <Section title={t.theirs}>
          {theirs.length === 0 ? (
            <Empty title={t.noPartners}>{t.noPartnersHint}</Empty>
          ) : (
            <CertificatesTable label={t.theirs} rows={theirs} now={now} />
          )}
        </Section>
        <HandOvers partners={partners.filter(({ as2 }) => as2)} />
      </div>
    </>
  )
}

function Actions() {
  return (
    <>
      <a class="button" href={`${path}/import`}>
        <Icon name="in" />
        {t.import}
      </a>
      <a class="button button-primary" href={`${path}/new`}>
        <Icon name="plus" />
        {t.create}
      </a>
    </>
  )
}

function CertificatesTable({ label, rows, now }: { label: string; rows: ListedCertificate[]; now: Date }) {
  return (
    <Table
      label={label}
      rows={rows}
      attributes={row => ({ 'data-certificate': row.id })}
      columns={[
        { heading: 'Name', cell: row => <a href={`${path}/${row.id}`}>{shortName(row.subject)}</a> },
        { heading: 'State', cell: row => <CertificateState row={row} now={now} /> },
        { heading: 'With', cell: row => row.partner ?? 'All partners' },
        { heading: 'For', cell: row => row.uses.map(use => useWords[row.owner][use]).join(', ') },
        { heading: 'In use from', cell: row => <Time at={row.useFrom} /> },
        { heading: 'Ends', cell: row => <Time at={row.validTo} /> },
        { heading: 'Days left', number: true, cell: row => daysWords(row, now), quiet: row => row.status !== 'active' },
      ]}
    />
  )
}

const daysWords = (row: ListedCertificate, now: Date) =>
  row.status === 'active' ? String(Math.max(0, daysLeft(row, now))) : '–'

function Requests({ rows }: { rows: ListedRequest[] }) {
  return (
    <Section title={t.requests}>
      <Table
        label={t.requests}
        rows={rows}
        columns={[
          { heading: 'Name', cell: row => <a href={`${path}/requests/${row.id}`}>{row.subject}</a> },
          { heading: 'For', cell: row => row.uses.map(use => useWords.own[use]).join(', ') },
          { heading: 'Since', cell: row => <Time at={row.createdAt} /> },
        ]}
      />
    </Section>
  )
}

function HandOvers({ partners }: { partners: CertificatePartner[] }) {
  if (partners.length === 0) return null
  return (
    <Section title={t.handOver}>
      <ul class="quiet-list">
        {partners.map(({ id, name }) => (
          <li>
            <a href={`${path}/hand-over/${id}`}>What {name} needs of us</a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
