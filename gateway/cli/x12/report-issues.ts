import type { Issue } from '../../../translators/issue.ts'
import type { CommandIo } from '../command.ts'
import { visible } from '../paint.ts'

/** Tells issues of documents, which have no place in a file of X12, beside the output. Identical ones once. */
export function reportIssues(issues: readonly Issue[], io: CommandIo): void {
  const lines = issues.map(({ severity, message, at }) => {
    const path = at.path && !message.includes(at.path) ? ` (${at.path})` : ''
    return `${severity}: ${visible(message)}${visible(path)}\n`
  })
  for (const line of new Set(lines)) io.error(line)
}
