import type { Delivery, OutboundMessage } from '../contract.ts'
import { visit } from './client.ts'
import type { Remote } from './remote.ts'
import type { ClientSettings, SftpSettings } from './settings.ts'

/**
 * Sends a message by SFTP. To a partner of our own server nothing is moved: the message waits in its /outbound, unconfirmed, until it is
 * fetched. To a partner's server it is put under a temporary name and renamed; the rename confirms it.
 *
 * Sending again after a lost answer does no harm while the file still lies there. Once the partner has taken it away, it goes a second
 * time, and the partner knows it by its control number.
 */
export async function sendSftp(message: OutboundMessage, settings: SftpSettings): Promise<Delivery> {
  if (settings.mode === 'host') return { ok: true, confirmed: false, reference: message.fileName }
  const name = remoteName(settings.put.namePattern, message)
  if (name === undefined) {
    const detail = `The name pattern “${settings.put.namePattern}” gives no file name.`
    return { ok: false, failure: { code: 'settings-incomplete', detail } }
  }
  const path = `${settings.put.folder.replace(/\/+$/, '')}/${name}`
  const visited = await visit(settings, remote => put(remote, settings.put, path, message.bytes))
  if (!visited.ok) return visited
  if (visited.value === 'taken') {
    const detail = `Another file lies at ${path} already.`
    return { ok: false, failure: { code: 'partner-refused', detail } }
  }
  const evidence = {
    server: `${settings.host}:${settings.port}`,
    path,
    hostKey: visited.hostKey,
    outcome: visited.value === 'put' ? 'put and renamed' : 'lay there already, whole',
  }
  return { ok: true, confirmed: true, reference: path, evidence }
}

/** The file's name on the partner's server; undefined when the pattern leaves nothing that can be one. */
export function remoteName(pattern: string, message: Pick<OutboundMessage, 'id' | 'fileName'>): string | undefined {
  const dot = message.fileName.lastIndexOf('.')
  const values: Record<string, string> = {
    fileName: message.fileName,
    baseName: dot > 0 ? message.fileName.slice(0, dot) : message.fileName,
    extension: dot > 0 ? message.fileName.slice(dot + 1) : '',
    messageId: message.id,
  }
  const name = pattern.replaceAll(/\{(\w+)\}/g, (variable, key: string) => values[key] ?? variable)
  const usable = name !== '' && name !== '.' && name !== '..' && !/[/\\{}\u0000-\u001f]/.test(name)
  return usable && Buffer.byteLength(name) <= 255 ? name : undefined
}

async function put(
  remote: Remote,
  { temporarySuffix, doneMarker }: ClientSettings['put'],
  path: string,
  bytes: Uint8Array,
): Promise<'put' | 'found' | 'taken'> {
  const there = await remote.stat(path)
  // Without a rename, a file that is shorter is what an attempt of ours left behind when it was cut off.
  const remains = temporarySuffix === '' && there !== undefined && there.size < bytes.length
  if (there && !remains) {
    const same = there.size === bytes.length && Buffer.compare(await remote.read(path, there.size), bytes) === 0
    if (!same) return 'taken'
  } else {
    await remote.write(path + temporarySuffix, bytes)
    if (temporarySuffix !== '') await remote.rename(path + temporarySuffix, path)
  }
  if (doneMarker) await remote.write(path + doneMarker, new Uint8Array())
  return there && !remains ? 'found' : 'put'
}
