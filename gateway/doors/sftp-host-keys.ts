import type { HubDatabase } from '../../db/hub-database.ts'
import { ensureHostKeys, type HostKey, hostKeyStates } from '../../partners/host-keys/host-keys.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { fingerprint, generatePrivateKey, publicKeyLine, readPublicKey } from '../transports/sftp/host-key.ts'
import type { OfferedKeys } from '../transports/sftp/host-key-set.ts'

/** A new host key that is shown from an instant on. */
export function makeHostKey(type: 'ed25519' | 'rsa', now: Date, useFrom: Date = now): HostKey {
  const privateKey = generatePrivateKey(type, 'crossdock')
  const key = readPublicKey(privateKey)!
  return {
    ...{ algorithm: key.algorithm, fingerprint: fingerprint(key), publicKey: publicKeyLine(key), privateKey },
    ...{ addedAt: now.toISOString(), useFrom: useFrom.toISOString() },
  }
}

/** A server's first pair: Ed25519 for all that is recent, RSA for the rest. */
const firstKeys = (now: Date) => [makeHostKey('ed25519', now), makeHostKey('rsa', now)]

/** The host keys of the installation; the first ones are made here. */
export function installationHostKeys(hub: HubDatabase, box: SecretBox): Promise<HostKey[]> {
  return hub.work('system', work => ensureHostKeys(work, box, () => firstKeys(work.now)))
}

/** What the server shows and announces at this moment. */
export async function offeredHostKeys(hub: HubDatabase, box: SecretBox): Promise<OfferedKeys> {
  const states = [...hostKeyStates(await installationHostKeys(hub, box), hub.now())]
  const inState = (wanted: string) =>
    states.flatMap(([{ privateKey }, state]) => (state === wanted && privateKey ? [privateKey] : []))
  return { shown: inState('shown'), announced: inState('announced') }
}
