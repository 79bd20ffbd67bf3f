import { shortName } from '../../../partners/certificates/describe-certificate.ts'
import { type FileForm, fileForms } from '../../../partners/certificates/hand-over.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Input, TextArea } from '../../ui/fields.tsx'
import { Fingerprint } from '../../ui/fingerprint.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { path } from './list-page.tsx'
import type { loadCertificate } from './query.ts'
import { CertificateState } from './state.tsx'
import { texts as t, useWords } from './texts.ts'

type Row = Awaited<ReturnType<typeof loadCertificate>>

export interface CertificatePageProps {
  row: Row
  mayChange: boolean
  now: Date
  errors: Record<string, string>
}

/** One certificate: what it says, how it is used, its files, and what can be done with it. */
export function CertificatePage(props: CertificatePageProps) {
  const { row, now } = props
  const whose = row.owner === 'own' ? `Ours, with ${row.partner ?? 'all partners'}` : `Of ${row.partner}`
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={shortName(row.subject)}
        state={<CertificateState row={row} now={now} />}
        about={whose}
      />
      <div class="columns">
        <div class="stack">
          {row.endReason ? <Notice tone="warn" title={row.endReason} /> : null}
          <div class="card">
            <Facts
              rows={[
                ['For', row.uses.map(use => useWords[row.owner][use]).join(', ')],
                ['In use from', <Time at={row.useFrom} />],
                ['Valid from', <Time at={row.validFrom} />],
                ['Valid to', <Time at={row.validTo} />],
                ['Ended', row.endedAt && <Time at={row.endedAt} />],
                ['Subject', row.subject],
                ['Issuer', row.issuer === row.subject ? 'Itself' : row.issuer],
                ['Serial', <Copyable text={row.serial} />],
                ['SHA-256', <Fingerprint hex={row.fingerprint} />],
                ['SHA-1', <Fingerprint hex={row.fingerprintSha1} />],
              ]}
            />
          </div>
          <Section title="Files">
            <Files row={row} />
          </Section>
        </div>
        {props.mayChange && row.status !== 'revoked' ? <Changes {...props} /> : null}
      </div>
    </>
  )
}

function Files({ row }: { row: Row }) {
  const forms = Object.keys(fileForms) as FileForm[]
  return (
    <ul class="quiet-list">
      {forms.map(form => (
        <li>
          <a href={`${path}/${row.id}/file?form=${form}`}>.{form}</a>{' '}
          <span class="soft small">{fileForms[form].says}</span>
        </li>
      ))}
    </ul>
  )
}

function Changes({ row, errors, now }: CertificatePageProps) {
  const active = row.status === 'active'
  return (
    <aside class="stack">
      {active ? (
        <Section title={t.schedule}>
          <form class="form" method="post" action={`${path}/${row.id}/use-from`}>
            <Input
              name="useFrom"
              type="date"
              label={t.useFrom}
              hint={t.useFromHint}
              value={row.useFrom > now ? row.useFrom.toISOString().slice(0, 10) : ''}
              error={errors.useFrom}
            />
            <button type="submit" class="button">
              <Icon name="clock" />
              Set
            </button>
          </form>
        </Section>
      ) : null}
      {active ? (
        <Section title={t.retire}>
          <form class="form" method="post" action={`${path}/${row.id}/retirement`}>
            <p class="soft small">{t.retireHint}</p>
            <button type="submit" class="button" data-confirm={t.retireSure}>
              <Icon name="pause" />
              {t.retire}
            </button>
          </form>
        </Section>
      ) : null}
      <Section title={t.revoke}>
        <form class="form" method="post" action={`${path}/${row.id}/revocation`}>
          <TextArea name="reason" label="Why?" hint={t.revokeHint} error={errors.reason} rows={2} required />
          <button type="submit" class="button button-bad" data-confirm={t.revokeSure}>
            <Icon name="cross" />
            {t.revoke}
          </button>
        </form>
      </Section>
    </aside>
  )
}
