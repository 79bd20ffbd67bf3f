import type { PreviewedCertificate } from '../../../partners/certificates/preview.ts'
import { CertificateLook } from '../../shared/certificate-look.tsx'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { PageHeader } from '../../ui/parts.tsx'
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
      <CertificateLook
        certificates={certificates}
        action={`${path}/import`}
        handedOver={token === undefined ? undefined : { preview: token }}
        words={{ compare: t.compare, from: t.useFrom, fromHint: t.useFromHint, keep: t.import, bad: t.previewBad }}
      />
    </>
  )
}
