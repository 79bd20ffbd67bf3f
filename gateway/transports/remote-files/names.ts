import type { OutboundMessage } from '../contract.ts'
import { matchesGlob } from './glob.ts'
import { isPlainName } from './remote-files.ts'

/** The parts of an instant that names may carry, in UTC. */
function timeParts(at: Date): Record<string, string> {
  const [date = '', time = ''] = at.toISOString().split('T')
  const [yyyy = '', MM = '', dd = ''] = date.split('-')
  return { yyyy, MM, dd, HH: time.slice(0, 2), mm: time.slice(3, 5), ss: time.slice(6, 8) }
}

const filled = (pattern: string, values: Record<string, string>) =>
  pattern.replaceAll(/\{(\w+)\}/g, (variable, key: string) => values[key] ?? variable)

/** When a message was made: the first 48 bits of its id (UUID v7, RFC 9562, 5.7), so that its name is the same at every attempt. */
const madeAt = (id: string) => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) || 0)

/** The file's name on the partner's server; undefined when the pattern leaves nothing that can be one. */
export function remoteName(pattern: string, message: Pick<OutboundMessage, 'id' | 'fileName'>): string | undefined {
  const dot = message.fileName.lastIndexOf('.')
  const name = filled(pattern, {
    fileName: message.fileName,
    baseName: dot > 0 ? message.fileName.slice(0, dot) : message.fileName,
    extension: dot > 0 ? message.fileName.slice(dot + 1) : '',
    messageId: message.id,
    ...timeParts(madeAt(message.id)),
  })
  return isPlainName(name) && !/[{}]/.test(name) && Buffer.byteLength(name) <= 255 ? name : undefined
}

const day = 86_400_000

/** Tells which names a poll takes at `now`; see {@link pollSettings} for what the pattern may hold. */
export function nameTest(pattern: string, now: Date): (name: string) => boolean {
  const any = { HH: '??', mm: '??', ss: '??' }
  const globs = new Set(
    [-day, 0, day].map(off => filled(pattern, { ...timeParts(new Date(now.getTime() + off)), ...any })),
  )
  return name => [...globs].some(glob => matchesGlob(name, glob))
}
