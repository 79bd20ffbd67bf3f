import type { Overlay } from './schema.ts'

/** X12.5 basic and extended character sets, beside the delimiters. */
const sets: Readonly<Record<'basic' | 'extended', RegExp>> = {
  basic: /^[A-Z0-9!"&'()*+,\-./:;?= \u001d]*$/,
  extended: /^[A-Za-z0-9!"&'()*+,\-./:;?= %~@[\]_{}\\|<>#$^`\u001d]*$/,
}

/** Accents are dropped, and what else a set lacks is replaced as the map says. */
export function cleanCharacters(text: string, overlay: Overlay): string {
  const { characters } = overlay
  let value = overlay.uppercase || characters?.set === 'basic' ? text.toUpperCase() : text
  for (const [from, to] of Object.entries(characters?.replace ?? {})) value = value.replaceAll(from, to)
  if (!characters || characters.set === 'any' || sets[characters.set].test(value)) return value
  return value.normalize('NFD').replace(/\p{M}/gu, '')
}

/** The first character of a text that the partner's set does not have. */
export function foreignCharacter(text: string, overlay: Overlay): string | undefined {
  const set = overlay.characters?.set ?? 'any'
  if (overlay.uppercase && set === 'any') return [...text].find(character => character !== character.toUpperCase())
  if (set === 'any' || sets[set].test(text)) return undefined
  return [...text].find(character => !sets[set].test(character))
}
