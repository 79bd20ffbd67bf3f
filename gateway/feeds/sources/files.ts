import type { z } from 'zod'
import { pollFtp } from '../../transports/ftp/poll.ts'
import { ftpSettings } from '../../transports/ftp/settings.ts'
import { type Poll, type PollInput, pollMemory } from '../../transports/remote-files/take.ts'
import { pollSftp } from '../../transports/sftp/poll.ts'
import { clientSettings } from '../../transports/sftp/settings.ts'
import { incomplete, type Look, type LookDeps, type LookInto } from '../look.ts'

/** A folder of a partner's server. Files of the retailer's own servers belong to no partner, and are not fetched. */
function folderOf<S>(
  schema: z.ZodType<S>,
  poll: (settings: S, input: PollInput, reach: LookDeps) => Promise<Poll>,
): LookInto {
  return async ({ retailerId, partnershipId = '', settings, memory }, deps): Promise<Look> => {
    // A feed is always fetched, and always from somebody else's server.
    const parsed = schema.safeParse({ poll: {}, ...settings, mode: 'client' })
    if (!parsed.success) return incomplete(parsed.error, memory)
    const known = pollMemory.safeParse(memory)
    const { receive } = deps
    const input = { retailerId, partnershipId, receive, memory: known.success ? known.data : {}, now: deps.now() }
    const polled = await poll(parsed.data, input, deps)
    if (!polled.ok) return polled
    const { problems } = polled
    return {
      ok: true,
      received: polled.received.filter(one => !one.reception.repeated).length,
      problems,
      memory: polled.memory,
    }
  }
}

export const lookIntoSftp = folderOf(clientSettings, pollSftp)
export const lookIntoFtp = folderOf(ftpSettings, pollFtp)
