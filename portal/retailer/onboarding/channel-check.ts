import { channelProblems } from '../../../engine/onboarding/channel-problems.ts'
import type { ChannelProblems } from '../../../engine/onboarding/load.ts'
import type { PortalDeps } from '../../deps.ts'

/** What keeps a partner's channel from working, held against its transport where the portal knows one. */
export function problemsOfChannel({ box, channelForms }: PortalDeps): ChannelProblems {
  return channelProblems(box, channelForms?.check ?? (() => []))
}
