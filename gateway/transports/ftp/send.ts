import type { Delivery, OutboundMessage } from '../contract.ts'
import { putFile } from '../remote-files/put.ts'
import { type Reach, visitFtp } from './client.ts'
import type { FtpSettings } from './settings.ts'

/** Puts a message on a partner's FTP server under a temporary name and renames it. The rename confirms it. */
export async function sendFtp(message: OutboundMessage, settings: FtpSettings, reach: Reach): Promise<Delivery> {
  const server = `${settings.host}:${settings.port}`
  return await putFile(message, settings.put, async work => {
    const visited = await visitFtp(settings, reach, work)
    return visited.ok ? { ...visited, seen: { server, tls: visited.tls ?? 'none' } } : visited
  })
}
