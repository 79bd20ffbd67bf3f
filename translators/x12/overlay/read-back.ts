import Big from 'big.js'
import { type Difference, differences } from '../../differences.ts'
import type { BusinessDocument, ShipmentPackage, ShippedLine } from '../../documents/index.ts'
import type { Report } from '../report.ts'
import { cleanCharacters } from './characters.ts'
import type { Overlay } from './schema.ts'

/**
 * Tells what a reader under the same map would not find as the document has it: a field that is not carried, was shortened or lost its
 * accents, or has characters that the map replaces, is a warning; one that would be read as something else is an error. Decimals that are the same number are the same, and so are
 * texts that differ in case alone where the map writes capitals. A unit that the document does not name is a warning.
 */
export function reportChanges(
  document: BusinessDocument,
  back: BusinessDocument,
  report: Report,
  path: string,
  overlay: Overlay,
): void {
  const capitals = overlay.uppercase === true || overlay.characters?.set === 'basic'
  const told = new Set<string>()
  for (const difference of changesOf(document, back)) {
    if (capitals && sameLetters(difference, text => text.toUpperCase())) continue
    const field = difference.path.replace(/\[\d+\]/g, '[]')
    const code = codeOf(difference, overlay)
    if (code === 'not-carried' && told.has(field)) continue
    told.add(field)
    report.add(code, {
      message: sentence(difference, `${path}${difference.path}`),
      at: { path: `${path}${difference.path}` },
    })
  }
}

/** What differs between a document and its reading. */
export function changesOf(document: BusinessDocument, back: BusinessDocument): Difference[] {
  return differences(document, inOrderOf(document, back), new Set()).filter(
    ({ before, after }) => !sameNumber(before, after),
  )
}

/** A 856 has its packages by order, and a package's lines too: in what order a notice names them says nothing. */
function inOrderOf(document: BusinessDocument, back: BusinessDocument): BusinessDocument {
  if (document.kind !== 'ship-notice' || back.kind !== 'ship-notice') return back
  const packages = aligned(document.packages, back.packages, [identityOf, contentsOf])
  return {
    ...back,
    packages: packages.map((one, i) => {
      const given = document.packages[i]
      return given ? { ...one, lines: aligned(given.lines, one.lines, [lineOf]) } : one
    }),
  }
}

const lineOf = ({ purchaseOrderNumber, lineNumber, ids, quantity }: ShippedLine) =>
  JSON.stringify([purchaseOrderNumber, lineNumber, Object.values(ids ?? {}).sort(), quantity])
const contentsOf = ({ lines }: ShipmentPackage) => lines.map(lineOf).sort().join()
const identityOf = (one: ShipmentPackage) => JSON.stringify([one.sscc, one.trackingNumber, contentsOf(one)])

/** What was found, each beside the given one that it is by the first key that tells; what is like none fills the rest. */
function aligned<T>(given: readonly T[], found: readonly T[], keys: readonly ((one: T) => string)[]): T[] {
  if (given.length !== found.length) return [...found]
  const places: (T | undefined)[] = given.map(() => undefined)
  let left = [...found]
  for (const key of keys) {
    const free = Map.groupBy(
      given.keys().filter(at => places[at] === undefined),
      at => key(given[at]!),
    )
    left = left.filter(one => {
      const at = free.get(key(one))?.shift()
      if (at === undefined) return true
      places[at] = one
      return false
    })
  }
  return places.map(one => one ?? left.shift()!)
}

function sameNumber(before: unknown, after: unknown): boolean {
  const decimal = /^-?\d{1,18}\.?\d*$/
  if (typeof before !== 'string' || typeof after !== 'string') return false
  if (!decimal.test(before) || !decimal.test(after) || !(before + after).includes('.')) return false
  return Big(before).eq(Big(after))
}

/** What other documents say again: with another character in it, it would name something else. */
const isName = /(^|\.)(number|\w*Number|value|code|sscc|billOfLading)$|\bids\./

function codeOf(difference: Difference, overlay: Overlay): 'not-carried' | 'altered-by-map' | 'changed-by-map' {
  const { before, after } = difference
  if (after === undefined) return 'not-carried'
  // Sets ask for a unit beside a quantity, which documents may lack.
  if (before === undefined && difference.path.endsWith('.unit')) return 'altered-by-map'
  if (sameLetters(difference, bare)) return 'altered-by-map'
  if (!isName.test(difference.path) && sameLetters(difference, text => bare(cleanCharacters(text, overlay))))
    return 'altered-by-map'
  const shortened =
    typeof before === 'string' && typeof after === 'string' && after && bare(before).startsWith(bare(after))
  return shortened && !/^[\d.-]*$/.test(before) ? 'altered-by-map' : 'changed-by-map'
}

function sameLetters({ before, after }: Difference, form: (text: string) => string): boolean {
  return typeof before === 'string' && typeof after === 'string' && form(before) === form(after)
}

/** Without accents and case; a line break is a space. */
function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toUpperCase()
}

function sentence({ before, after }: Difference, path: string): string {
  if (after === undefined) return `Under the partner's map ${path} is left out: no element carries it.`
  if (before === undefined)
    return `Under the partner's map ${path} would be read as "${shown(after)}", which the document does not say.`
  return `${path} is "${shown(before)}" and would be read as "${shown(after)}" under the partner's map.`
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
