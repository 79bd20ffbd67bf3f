import type { PreviewedCertificate } from '../../../partners/certificates/preview.ts'
import { Hidden, Input, Select, TextArea } from '../../ui/fields.tsx'
import { Fingerprint } from '../../ui/fingerprint.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { certificateUses, texts } from './texts.ts'

const t = texts.certificates

interface FormProps {
  base: string
  values: FormValues
  errors: Record<string, string>
}

/** Takes a supplier's new certificate as a file or as text. */
export function CertificateSection({ base, values, errors }: FormProps) {
  return (
    <Section title={t.title} aside={<a href={`${base}/connection`}>{texts.channel.details}</a>}>
      <div class="stack-tight">
        <p class="soft">{t.about}</p>
        <form
          class="form"
          method="post"
          action={`${base}/setup/certificates`}
          enctype="multipart/form-data"
          data-form="certificate"
        >
          <div class="fields">
            <Input
              name="file"
              type="file"
              label={t.file}
              hint={t.fileHint}
              accept=".cer,.crt,.der,.pem,.p7b,.p7c,.txt"
              error={errors.file}
            />
            <Select
              name="uses"
              label={t.uses}
              value={values.uses}
              error={errors.uses}
              options={Object.entries(certificateUses).map(([value, word]) => ({ value, word }))}
            />
          </div>
          <TextArea name="text" label={t.text} rows={3} value={values.text} error={errors.text} />
          <div class="form-actions">
            <button type="submit" class="button">
              {t.look}
            </button>
          </div>
        </form>
      </div>
    </Section>
  )
}

interface LookProps {
  base: string
  certificates: readonly PreviewedCertificate[]
  /** What the button hands over; absent where something keeps it out. */
  handedOver: { uses: string; text: string } | undefined
}

/** Shows what the file holds, before it is handed over. */
export function CertificateLook({ base, certificates, handedOver }: LookProps) {
  return (
    <>
      <PageHeader back={{ href: `${base}/setup`, word: texts.title }} title={t.lookTitle} />
      <div class="stack">
        {certificates.map(one => (
          <Looked {...one} />
        ))}
        {handedOver ? (
          <form class="form card" method="post" action={`${base}/setup/certificates`} data-form="certificate-keep">
            <p>{t.compare}</p>
            <Hidden name="uses" value={handedOver.uses} />
            <Hidden name="text" value={handedOver.text} />
            <Hidden name="looked" value="yes" />
            <div class="fields">
              <Input name="useFrom" type="date" label={t.from} hint={t.fromHint} />
            </div>
            <div class="row form-actions">
              <button type="submit" class="button button-primary">
                {t.keep}
              </button>
            </div>
          </form>
        ) : (
          <Notice tone="bad" title={t.bad} />
        )}
      </div>
    </>
  )
}

function Looked({ certificate, issues }: PreviewedCertificate) {
  return (
    <div class="card stack" data-fingerprint={certificate.fingerprint}>
      {issues.map(({ severity, message }) => (
        <Notice tone={severity === 'error' ? 'bad' : 'warn'} title={message} />
      ))}
      <Facts
        rows={[
          ['Subject', certificate.subject],
          ['Issuer', certificate.selfSigned ? 'Itself' : certificate.issuer],
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
