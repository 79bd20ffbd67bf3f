import { type DictionaryVersion, dictionaryOf, dictionaryVersions } from './dictionary.ts'
import type { Guide } from './model.ts'
import { setGuides } from './registry.ts'
import { applyChanges, parseStructure } from './structure.ts'

const built = new Map<string, Guide>()
/** What was asked for last of each set: the sets of a file are nearly always of one version. */
const asked = new Map<string, { version: string; guide: Guide }>()

/**
 * The guide of a set in a version as GS08 names it (`004010`, `004010VICS`, `005010X231A1`); undefined when the set is not known.
 * A release between two dictionaries is read with the older one: 004050 and 004060 with 004030, 003060 with the one before 004010.
 */
export function guideOf(set: string, version: string): Guide | undefined {
  const last = asked.get(set)
  if (last?.version === version) return last.guide
  const guide = findGuide(set, version)
  if (guide) asked.set(set, { version, guide })
  return guide
}

function findGuide(set: string, version: string): Guide | undefined {
  const definition = Object.hasOwn(setGuides, set) ? setGuides[set] : undefined
  if (!definition) return undefined
  const dictionaryVersion = dictionaryVersionOf(version)
  const name = `${set} ${dictionaryVersion}`
  let guide = built.get(name)
  if (!guide) {
    const dictionary = dictionaryOf(dictionaryVersion)
    let root = parseStructure(definition.structure, dictionary)
    for (const [since, changes] of Object.entries(definition.changes ?? {})) {
      if (since <= dictionaryVersion) root = applyChanges(root, changes, dictionary)
    }
    guide = { ...definition, version: dictionaryVersion, root, dictionary }
    built.set(name, guide)
  }
  return guide
}

/** The release that GS08 names: `004010` of `004010VICS`, and of `4010` and `00401`, as some write it. */
function releaseOf(version: string): string | undefined {
  const digits = /^\d{4,6}/.exec(version)?.[0]
  if (digits?.length === 5) return `${digits}0`
  return digits?.padStart(6, '0')
}

/** The dictionary that reads a version; 004010 when GS08 is no version at all. */
export function dictionaryVersionOf(version: string): DictionaryVersion {
  const release = releaseOf(version)
  if (!release) return '004010'
  return dictionaryVersions.findLast(known => known <= release) ?? '003000'
}

/** Whether GS08 names exactly a dictionary's release, with any industry suffix. */
export function isKnownVersion(version: string): boolean {
  return (dictionaryVersions as readonly (string | undefined)[]).includes(releaseOf(version))
}
