import type { ChannelProblems } from '../../../engine/onboarding/load.ts'
import { activeChannel } from '../../../partners/channels/channel.ts'
import type { PortalDeps } from '../../deps.ts'

/** What a channel's transport would refuse of its settings, and what its format needs besides. */
export function channelProblems({ box, channelForms }: PortalDeps): ChannelProblems {
  return async (orm, { retailerId, partnershipId, transport, format, settings }) => {
    const channel = await activeChannel(orm, box, retailerId, partnershipId)
    const whole = channel?.transportSettings ?? {}
    const refused = channelForms?.check(transport, whole) ?? []
    const problems = refused.map(({ path, message }) =>
      path === 'hostKeys' ? 'the server’s host key, which you confirm after a first test' : `${path}: ${message}`,
    )
    if (format === 'x12' && !settings.x12) problems.push('the X12 names of both sides')
    if (transport === 'sftp' && settings.transport.mode === 'host' && !whole.password && !whole.authorizedKeys)
      problems.push('a password or a public key of the partner')
    return problems
  }
}
