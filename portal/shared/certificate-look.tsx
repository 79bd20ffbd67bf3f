import type { PublicKeyKind } from '../../partners/certificates/describe-certificate.ts'
import type { PreviewedCertificate } from '../../partners/certificates/preview.ts'
import { Hidden, Input } from '../ui/fields.tsx'
import { Fingerprint } from '../ui/fingerprint.tsx'
import { Facts, Notice } from '../ui/parts.tsx'
import { Time } from '../ui/time.tsx'

interface CertificateLookProps {
  certificates: readonly PreviewedCertificate[]
  /** Where the button sends them. */
  action: string
  /** What the button hands over, by name; absent where something keeps the certificates out. */
  handedOver: Readonly<Record<string, string>> | undefined
  words: {
    /** That the fingerprint is to be compared with what its owner says. */
    compare: string
    /** The label of the day of its first use, and what an empty one means. */
    from: string
    fromHint: string
    /** On the button. */
    keep: string
    /** Why there is none. */
    bad: string
  }
}

/** Shows what a file of certificates holds, before it is kept. */
export function CertificateLook({ certificates, action, handedOver, words }: CertificateLookProps) {
  return (
    <div class="stack">
      {certificates.map(one => (
        <Looked {...one} />
      ))}
      {handedOver ? (
        <form class="form card" method="post" action={action} data-form="certificate-keep">
          <p>{words.compare}</p>
          {Object.entries(handedOver).map(([name, value]) => (
            <Hidden name={name} value={value} />
          ))}
          <div class="fields">
            <Input name="useFrom" type="date" label={words.from} hint={words.fromHint} />
          </div>
          <div class="row form-actions">
            <button type="submit" class="button button-primary">
              {words.keep}
            </button>
          </div>
        </form>
      ) : (
        <Notice tone="bad" title={words.bad} />
      )}
    </div>
  )
}

function Looked({ certificate, chain, privateKey, issues }: PreviewedCertificate) {
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
