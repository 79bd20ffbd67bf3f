import type { HostKey, HostKeyState } from '../../../partners/host-keys/host-keys.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Facts, Section } from '../../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.form

/** A key that is not retired, and what it is for now. */
export interface ToldKey {
  key: HostKey
  state: HostKeyState
}

/** The keys by which our SFTP server proves who it is, for the partner to compare. */
export function HostKeys({ keys, now }: { keys: ToldKey[]; now: Date }) {
  return (
    <Section title={t.hostKeys}>
      <p class="soft small">{keys.length > 0 ? t.hostKeysHint : t.noHostKeys}</p>
      {keys.map(told => (
        <div data-host-key={told.key.fingerprint}>
          <Facts
            rows={[
              [t.fingerprint, <Copyable text={told.key.fingerprint} />],
              [t.hostKeyState, stateWords(told, now)],
              [t.knownHosts, <Copyable text={told.key.publicKey} />],
            ]}
          />
        </div>
      ))}
    </Section>
  )
}

function stateWords({ key: { useFrom }, state }: ToldKey, now: Date): string {
  if (state === 'shown') return t.hostKeyShown
  return new Date(useFrom) > now ? t.hostKeyFrom(useFrom.slice(0, 10)) : t.hostKeyBefore
}
