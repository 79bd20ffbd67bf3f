import type { BusinessDocument } from '../documents/index.ts'
import { defaultDelimiters } from './delimiters.ts'
import type { Overlay } from './overlay.ts'
import type { Delimiters, WriteEnvelope } from './types.ts'

/** Characters that serve as delimiters when the usual one stands in the data, the likeliest first. */
const spares = ['|', ':', '^', '~', '`', '\u001c', '\u001d', '\u001e', '\u001f', '\u0007']

/** The delimiters asked for: the envelope's, else the partner's, else the usual. Before 00402 no repetition separator is used. */
export function askedDelimiters(version: string, envelope: WriteEnvelope, overlay: Overlay | undefined): Delimiters {
  const asked = { ...overlay?.delimiters, ...envelope.delimiters }
  const { repetition, ...others } = { ...defaultDelimiters, ...asked }
  return interchangeVersion(version) >= '00402' ? { ...others, repetition } : others
}

/** ISA12 for a GS08: `004010VICS` → `00401`. */
export function interchangeVersion(version: string): string {
  return version.slice(0, 5)
}

/**
 * Delimiters that stand nowhere in the documents, keeping those that the envelope or the partner insists on. Undefined when one of
 * these clashes, or nothing is left to choose: then the documents that hold it cannot be written.
 */
export function freeDelimiters(
  documents: Iterable<BusinessDocument>,
  wanted: Delimiters,
  envelope: WriteEnvelope,
  overlay: Overlay | undefined,
): Delimiters {
  const used = new Set<string>()
  for (const document of documents) charactersIn(document, used)
  const insisted = { ...overlay?.delimiters, ...envelope.delimiters }
  const chosen: Delimiters = { ...wanted }
  for (const name of Object.keys(wanted) as (keyof Delimiters)[]) {
    if (insisted[name] || !used.has(wanted[name]!)) continue
    const taken = new Set(Object.values(chosen))
    const spare = spares.find(character => !used.has(character) && !taken.has(character))
    if (spare) chosen[name] = spare
  }
  return chosen
}

function charactersIn(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') for (const character of value) found.add(character)
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) charactersIn(inner, found)
}
