import { dictionaryVersionOf, guideOf } from '../guides/guide.ts'
import { type Dictionary, type Guide, packCode, type SegmentDefinition, type StructureChange } from '../guides/model.ts'
import { applyChanges } from '../guides/structure.ts'

/** The part of an overlay that changes a set's structure. */
export interface ChangesStructure {
  set: string
  structure?:
    | readonly { at: string; after?: string | undefined; replace?: string | undefined; drop?: true | undefined }[]
    | undefined
}

const built = new WeakMap<ChangesStructure, Map<string, Guide | undefined>>()

/** The guide of a set as this partner changes it. Undefined when the set is not known. */
export function guideUnder(overlay: ChangesStructure, set: string, version: string): Guide | undefined {
  if (!overlay.structure || overlay.set !== set) return guideOf(set, version)
  const key = `${set} ${dictionaryVersionOf(version)}`
  let guides = built.get(overlay)
  if (!guides) {
    guides = new Map()
    built.set(overlay, guides)
  }
  if (!guides.has(key)) guides.set(key, changedGuide(set, version, overlay.structure))
  return guides.get(key)
}

/** What keeps changes from being made to a set's structure, as a sentence. */
export function structureProblem(
  set: string,
  version: string,
  changes: NonNullable<ChangesStructure['structure']>,
): string | undefined {
  try {
    return changedGuide(set, version, changes) ? undefined : `there is no guide of set ${set}`
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^structure( change)?: /, '') : String(error)
  }
}

function changedGuide(
  set: string,
  version: string,
  changes: NonNullable<ChangesStructure['structure']>,
): Guide | undefined {
  const guide = guideOf(set, version)
  if (!guide) return undefined
  const dictionary = withOwnSegments(guide.dictionary)
  return { ...guide, dictionary, root: applyChanges(guide.root, changes as StructureChange[], dictionary) }
}

/** A dictionary that also has the segments that partners make themselves: by custom their tags begin with Z. */
function withOwnSegments(dictionary: Dictionary): Dictionary {
  const own = new Map<string, SegmentDefinition>()
  const segment = (tag: string): SegmentDefinition | undefined => {
    const known = dictionary.segment(tag)
    if (known || !/^Z[A-Z0-9]{1,2}$/.test(tag)) return known
    let made = own.get(tag)
    if (!made) {
      made = { tag, key: packCode(tag), name: `Partner's own segment ${tag}`, mandatory: 0, relations: [] }
      own.set(tag, made)
    }
    return made
  }
  const byKey = (key: number) =>
    dictionary.segmentByKey(key) ?? [...own.values()].find(definition => definition.key === key)
  return { ...dictionary, segment, segmentByKey: byKey }
}
