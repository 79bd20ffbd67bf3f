import type { DeliveryFailure } from '../contract.ts'
import { type Poll, type PollInput, pollWith, takeFiles } from '../remote-files/take.ts'
import { type Reach, visitFtp } from './client.ts'
import { failureOf } from './failures.ts'
import type { FtpSettings } from './settings.ts'

const noFolder: DeliveryFailure = { code: 'settings-incomplete', detail: 'No folder to poll is set.' }

/** Looks into a folder of the partner's FTP server once and takes what is complete. Rejects only when `receive` does. */
export async function pollFtp(settings: FtpSettings, input: PollInput, reach: Reach): Promise<Poll> {
  const { poll, host, port, username } = settings
  if (!poll) return { ok: false, failure: noFolder, memory: input.memory }
  const context = { transport: 'ftp' as const, server: `${host}:${port}`, username, failureOf }
  return await pollWith(input, watched =>
    visitFtp(settings, reach, remote => takeFiles(remote, poll, watched, context)),
  )
}
