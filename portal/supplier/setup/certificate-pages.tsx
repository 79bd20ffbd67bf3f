import type { PreviewedCertificate } from '../../../partners/certificates/preview.ts'
import { CertificateLook } from '../../shared/certificate-look.tsx'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader, Section } from '../../ui/parts.tsx'
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
export function CertificateLookPage({ base, certificates, handedOver }: LookProps) {
  return (
    <>
      <PageHeader back={{ href: `${base}/setup`, word: texts.title }} title={t.lookTitle} />
      <CertificateLook
        certificates={certificates}
        action={`${base}/setup/certificates`}
        handedOver={handedOver && { ...handedOver, looked: 'yes' }}
        words={t}
      />
    </>
  )
}
