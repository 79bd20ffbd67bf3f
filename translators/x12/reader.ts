import { hasErrors } from '../issue.ts'
import { EnvelopeReader } from './envelope.ts'
import type { Group, Interchange, ReadOptions, X12File } from './types.ts'

/**
 * Reads a whole file: interchanges, groups, sets, their issues, and a document for each set without errors. Never throws on data.
 * An error in a group's or an interchange's envelope means that something may be missing from it: its sets then carry no documents.
 */
export function readX12(bytes: Uint8Array, options: ReadOptions = {}): X12File {
  const file: X12File = { interchanges: [], issues: [] }
  const reader = new EnvelopeReader(options, {
    interchange: interchange => file.interchanges.push(interchange),
    group: (group, interchange) => interchange.groups.push(group),
    set: (set, group) => group.sets.push(set),
    groupEnd: withholdGroup,
    interchangeEnd: withholdInterchange,
    outside: issue => file.issues.push(issue),
  })
  reader.push(bytes)
  reader.end()
  return file
}

function withholdGroup(group: Group): void {
  if (hasErrors(group.issues)) for (const set of group.sets) delete set.document
}

function withholdInterchange(interchange: Interchange): void {
  if (!hasErrors(interchange.issues)) return
  for (const group of interchange.groups) for (const set of group.sets) delete set.document
}
