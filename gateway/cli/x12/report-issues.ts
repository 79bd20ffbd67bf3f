import type { Issue } from '../../../translators/issue.ts'
import type { CommandIo } from '../command.ts'
import { visible } from '../paint.ts'

/** Tells issues of documents, which have no place in a file of X12, beside the output; what is the same of many documents once. */
export function reportIssues(issues: readonly Issue[], io: CommandIo): void {
  const groups = Map.groupBy(issues, ({ severity, message, at, value }) => {
    // “PO-1001: the layout has no column for …” is said of every document alike.
    const alike = message.replace(/^\S+: /, '')
    return alike === message ? JSON.stringify([severity, message, at.path, value]) : `${severity} ${alike}`
  })
  for (const [{ severity, message, at }, ...others] of groups.values() as Iterable<[Issue, ...Issue[]]>) {
    const path = at.path && !message.includes(at.path) ? ` (${at.path})` : ''
    const more = others.some(other => other.message !== message) ? ` (and ${others.length} more like it)` : ''
    io.error(`${severity}: ${visible(`${message}${path}`)}${more}\n`)
  }
}
