import type { PublicKeyKind } from '../../../partners/certificates/describe-certificate.ts'
import type { PreviewedCertificate } from '../../../partners/certificates/preview.ts'
import { Hidden, Input, Select, TextArea } from '../../ui/fields.tsx'
import { Fingerprint } from '../../ui/fingerprint.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Notice, PageHeader } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { path } from './list-page.tsx'
import type { CertificatePartner } from './query.ts'
import { texts as t, useChoices } from './texts.ts'

interface ImportPageProps {
  partners: CertificatePartner[]
  values: FormValues
  errors: Record<string, string>
}

/** Chooses a file, or takes a pasted one, and says whose it is. */
export function ImportPage({ partners, values, errors }: ImportPageProps) {
  const field = (name: string) => ({ name, value: values[name], error: errors[name] })
  return (
    <>
      <PageHeader back={{ href: path, word: t.title }} title={t.importTitle} />
      <form
        class="form card"
        method="post"
        action={`${path}/preview`}
        enctype="multipart/form-data"
        data-form="certificate-import"
      >
        <div class="fields">
          <Select {...field('whose')} label="Whose" required options={whoseOptions(partners)} />
          <Select
            {...field('uses')}
            label="For"
            options={Object.entries(useChoices).map(([value, word]) => ({ value, word }))}
          />
        </div>
        <Input
          name="file"
          error={errors.file}
          type="file"
          label="File"
          accept=".cer,.crt,.der,.pem,.p7b,.p7c,.p12,.pfx,.txt"
          hint="PEM, DER, P7B, P12 or PFX"
        />
        <TextArea {...field('text')} label="Or paste it here" rows={4} />
        <Input
          name="password"
          error={errors.password}
          type="password"
          label="Password of the file"
          hint="Only a .p12 or .pfx file, or an encrypted key, has one."
        />
        <div class="row form-actions">
          <button type="submit" class="button button-primary">
            {t.preview}
          </button>
        </div>
      </form>
    </>
  )
}

function whoseOptions(partners: CertificatePartner[]) {
  return [
    { value: '', word: 'Choose' },
    ...partners.map(({ id, name }) => ({ value: `partner:${id}`, word: `Of ${name}` })),
    { value: 'own', word: 'Ours, with all partners' },
    ...partners.map(({ id, name }) => ({ value: `own:${id}`, word: `Ours, with ${name} alone` })),
  ]
}

interface PreviewPageProps {
  certificates: PreviewedCertificate[]
  /** Absent where something keeps it out. */
  token: string | undefined
  whose: string
}

/** Shows what the file holds, before it is kept. */
export function PreviewPage({ certificates, token, whose }: PreviewPageProps) {
  return (
    <>
      <PageHeader back={{ href: `${path}/import`, word: t.importTitle }} title={t.previewTitle} about={whose} />
      <div class="stack">
        {certificates.map(one => (
          <Previewed {...one} />
        ))}
        {token ? (
          <form class="form card" method="post" action={`${path}/import`} data-form="certificate-keep">
            <p>{t.compare}</p>
            <Hidden name="preview" value={token} />
            <div class="fields">
              <Input name="useFrom" type="date" label={t.useFrom} hint={t.useFromHint} />
            </div>
            <div class="row form-actions">
              <button type="submit" class="button button-primary">
                {t.import}
              </button>
            </div>
          </form>
        ) : (
          <Notice tone="bad" title={t.previewBad} />
        )}
      </div>
    </>
  )
}

function Previewed({ certificate, chain, privateKey, issues }: PreviewedCertificate) {
  return (
    <div class="card stack" data-fingerprint={certificate.fingerprint}>
      {issues.map(({ severity, message }) => (
        <Notice tone={severity === 'error' ? 'bad' : 'warn'} title={message} />
      ))}
      <Facts
        rows={[
          ['Subject', certificate.subject],
          ['Issuer', certificate.selfSigned ? 'Itself' : certificate.issuer],
          ['Authorities', chain.map(({ subject }) => subject).join(' ← ')],
          ['Key', keyWords(certificate.key)],
          ['Private key', privateKey ? 'in the file' : ''],
          ['Serial', certificate.serial],
          ['Valid from', <Time at={certificate.validFrom} />],
          ['Valid to', <Time at={certificate.validTo} />],
          ['SHA-256', <Fingerprint hex={certificate.fingerprint} />],
          ['SHA-1', <Fingerprint hex={certificate.fingerprintSha1} />],
        ]}
      />
    </div>
  )
}

function keyWords(key: PublicKeyKind): string {
  if (key.type === 'rsa') return `RSA, ${key.bits} bits`
  return key.type === 'ec' ? `Elliptic curve ${key.curve}` : key.name
}
