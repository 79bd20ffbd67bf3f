import type { ElementPlace, Step } from './place.ts'
import type { Translation } from './rules.ts'
import { type Branch, type Found, segmentsMeant, setValue, valueAt } from './tree.ts'

/** Our codes into the partner's, all at once: a code that is translated still says where others are to be translated. */
export function translateToTheirs(root: Branch, translations: readonly Translation[], separator: string): void {
  const changes: { found: Found; place: ElementPlace; value: string }[] = []
  for (const { place, theirs } of translations) {
    for (const found of segmentsMeant(root, place)) {
      const value = theirs.get(valueAt(found.segment, place, separator))
      if (value !== undefined) changes.push({ found, place, value })
    }
  }
  for (const { found, place, value } of changes) setValue(found.segment, place, value, separator)
}

/** The partner's codes into ours: first those that say what their segments are, then those that depend on that. */
export function translateToOurs(root: Branch, translations: readonly Translation[], separator: string): void {
  for (const dependent of [false, true]) {
    for (const each of translations) if (each.dependent === dependent) translateBack(root, each, separator)
  }
}

function translateBack(root: Branch, translation: Translation, separator: string): void {
  const { place, ours } = translation
  const theirPlace = placeInTheirs(translation)
  for (const found of segmentsMeant(root, theirPlace)) {
    const value = ours.get(valueAt(found.segment, place, separator))
    if (value !== undefined) setValue(found.segment, place, value, separator)
  }
}

/** A place that names our code of the very element which is translated names the partner's code when reading. */
function placeInTheirs({ place, theirs }: Translation): ElementPlace {
  const filters: Step['filters'] = place.filters.map(filter =>
    filter.element === place.element
      ? { ...filter, values: filter.values.map(value => theirs.get(value) ?? value) }
      : filter,
  )
  return { ...place, filters }
}
