import type { transports } from '../../db/schema/index.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import type { ChannelProblems } from './load.ts'

/** Holds settings against what their transport takes: what it would refuse, by the path of the setting. */
export type CheckTransport = (
  transport: (typeof transports)[number],
  settings: Record<string, unknown>,
) => readonly { path: string; message: string }[]

/** What keeps a channel that is set from working: what its transport would refuse of its settings, and what its format needs besides. */
export function channelProblems(box: SecretBox, check: CheckTransport): ChannelProblems {
  return async (orm, { retailerId, partnershipId, transport, format, settings }) => {
    const channel = await activeChannel(orm, box, retailerId, partnershipId)
    const whole = channel?.transportSettings ?? {}
    const problems = check(transport, whole).map(({ path, message }) =>
      path === 'hostKeys' ? 'the server’s host key, which you confirm after a first test' : `${path}: ${message}`,
    )
    if (format === 'x12' && !settings.x12) problems.push('the X12 names of both sides')
    if (transport === 'sftp' && settings.transport.mode === 'host' && !whole.password && !whole.authorizedKeys)
      problems.push('a password or a public key of the partner')
    return problems
  }
}
