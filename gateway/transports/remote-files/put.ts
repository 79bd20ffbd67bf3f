import type { Delivery, DeliveryFailure, OutboundMessage } from '../contract.ts'
import { remoteName } from './names.ts'
import { pathIn, type RemoteFiles } from './remote-files.ts'
import type { PutSettings } from './settings.ts'

/** A visit to the partner's server: what the work came to, and what was seen of the server on the way. */
export type VisitFor = <T>(
  work: (remote: RemoteFiles) => Promise<T>,
) => Promise<{ ok: true; value: T; seen: Record<string, string> } | { ok: false; failure: DeliveryFailure }>

/**
 * Puts a message on the partner's server under a temporary name and renames it; the rename confirms it. Sending again after a lost answer does
 * no harm while the file still lies there. Once the partner has taken it away, it goes a second time, and the partner knows it by its control number.
 */
export async function putFile(message: OutboundMessage, settings: PutSettings, visit: VisitFor): Promise<Delivery> {
  const name = remoteName(settings.namePattern, message)
  if (name === undefined) {
    const detail = `The name pattern “${settings.namePattern}” gives no file name.`
    return { ok: false, failure: { code: 'settings-incomplete', detail } }
  }
  const path = pathIn(settings.folder, name)
  const visited = await visit(remote => put(remote, settings, path, message.bytes))
  if (!visited.ok) return visited
  if (visited.value === 'taken') {
    const detail = `Another file lies at ${path} already.`
    return { ok: false, failure: { code: 'partner-refused', detail } }
  }
  const outcome = visited.value === 'put' ? 'put and renamed' : 'lay there already, whole'
  return { ok: true, confirmed: true, reference: path, evidence: { ...visited.seen, path, outcome } }
}

async function put(
  remote: RemoteFiles,
  { temporarySuffix, doneMarker }: PutSettings,
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
