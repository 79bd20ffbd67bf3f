import type { messageFormats, transports } from '../../db/schema/index.ts'
import type { ChannelSettings } from '../../partners/channels/settings.ts'
import { checkTransport, unknownSettings } from '../doors/channel-forms.ts'

/** A channel before it is set: its secrets are those that would hold. */
interface Channel {
  transport: (typeof transports)[number]
  format: (typeof messageFormats)[number]
  settings: ChannelSettings
  secrets: Record<string, unknown>
  userName: string | undefined
}

/** What must not stand in settings, where everybody who may read them sees it. */
const secretNames = ['password', 'privateKey', 'basicAuth', 'dkim']

const publicKeyLine = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}=*( .*)?$/

/** What keeps a channel from working, by the field of the request that it is about; nothing where all is well. */
export function channelFaults(channel: Channel): Record<string, string> {
  const { transport, format, settings, secrets } = channel
  const exposed = secretNames.filter(name => name in settings.transport)
  if (exposed.length > 0)
    return Object.fromEntries(exposed.map(name => [`settings.transport.${name}`, `Send it in secrets.${name}.`]))
  const faults: Record<string, string> = {}
  if (format === 'x12' && !settings.x12)
    faults['settings.x12'] = 'X12 needs the names of both sides: own and partner, each with qualifier and id.'
  if ((format === 'form') !== (transport === 'portal'))
    faults.format = 'The portal works with forms, and only the portal does.'
  // A host key is confirmed after a first look, and until then nothing is sent: any will do to look at the rest.
  const anyHostKey = settings.transport.mode === 'client' ? { hostKeys: [`SHA256:${'A'.repeat(43)}`] } : {}
  for (const { path, message } of checkTransport(transport, { ...anyHostKey, ...settings.transport, ...secrets })) {
    const [top = ''] = path.split('.')
    faults[secretNames.includes(top) ? `secrets.${path}` : `settings.transport.${path}`] ??= message
  }
  for (const name of unknownSettings(transport, settings.transport))
    faults[`settings.transport.${name}`] = 'There is no such setting.'
  return transport === 'sftp' && settings.transport.mode === 'host' ? { ...faults, ...loginFaults(channel) } : faults
}

/** How a partner signs in at our server: under a name, with something that is hard to guess. */
function loginFaults({ settings, secrets, userName }: Channel): Record<string, string> {
  const faults: Record<string, string> = {}
  if (!userName) faults.userName = 'Say under which name the partner signs in.'
  const { authorizedKeys = [] } = settings.transport
  const keys = Array.isArray(authorizedKeys) ? authorizedKeys.map(lineOf) : [undefined]
  if (keys.some(line => typeof line !== 'string' || !publicKeyLine.test(line)))
    faults['settings.transport.authorizedKeys'] = 'Expected public keys such as ssh-ed25519 AAAA….'
  const { password } = secrets
  if (password === undefined && keys.length === 0)
    faults['secrets.password'] = 'Give a password, or public keys in settings.transport.authorizedKeys.'
  else if (typeof password === 'string' && password.length < 12)
    faults['secrets.password'] = 'Expected at least 12 characters.'
  return faults
}

const lineOf = (key: unknown) => (typeof key === 'object' && key !== null && 'line' in key ? key.line : key)
