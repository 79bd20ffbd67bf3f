import type { DeliveryFailure } from '../contract.ts'
import { type Poll, type PollInput, pollWith, takeFiles } from '../remote-files/take.ts'
import { type Reach, visit } from './client.ts'
import { failureOf } from './failures.ts'
import type { ClientSettings } from './settings.ts'

const noFolder: DeliveryFailure = { code: 'settings-incomplete', detail: 'No folder to poll is set.' }

/**
 * Looks into the partner's folder once and takes what is complete. Each file is in the journal before it is deleted or moved. Rejects
 * only when `receive` does.
 */
export async function pollSftp(settings: ClientSettings, input: PollInput, reach: Reach): Promise<Poll> {
  const { poll, host, port, username } = settings
  if (!poll) return { ok: false, failure: noFolder, memory: input.memory }
  const context = { transport: 'sftp' as const, server: `${host}:${port}`, username, failureOf }
  return await pollWith(input, watched => visit(settings, reach, remote => takeFiles(remote, poll, watched, context)))
}
