import type { Delivery, OutboundMessage } from '../contract.ts'
import { putFile } from '../remote-files/put.ts'
import { type Reach, visit } from './client.ts'
import type { SftpSettings } from './settings.ts'

/**
 * Sends a message by SFTP. To a partner of our own server nothing is moved: the message waits in its /outbound, unconfirmed, until it is
 * fetched. To a partner's server it is put under a temporary name and renamed; the rename confirms it.
 */
export async function sendSftp(message: OutboundMessage, settings: SftpSettings, reach: Reach): Promise<Delivery> {
  if (settings.mode === 'host') return { ok: true, confirmed: false, reference: message.fileName }
  const server = `${settings.host}:${settings.port}`
  return await putFile(message, settings.put, async work => {
    const visited = await visit(settings, reach, work)
    return visited.ok ? { ...visited, seen: { server, hostKey: visited.hostKey } } : visited
  })
}
