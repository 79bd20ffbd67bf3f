import { spelledFingerprint } from '../../partners/certificates/describe-certificate.ts'

/** A fingerprint in groups of four octets, as it is read out by telephone. */
export function Fingerprint({ hex }: { hex: string }) {
  const groups = spelledFingerprint(hex).match(/(?:[^:]+:?){1,4}/g) ?? []
  return (
    <span class="fingerprint" translate="no">
      {groups.map(group => (
        <span>{group}</span>
      ))}
    </span>
  )
}
