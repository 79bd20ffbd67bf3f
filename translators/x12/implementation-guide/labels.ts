import type { ElementEntry, GuideEntry, Usage } from './model.ts'

/** How usage is called in every form of the guide. */
export const usageLabels: Readonly<Record<Usage, string>> = {
  required: 'Required',
  conditional: 'Conditional',
  optional: 'Optional',
}

/** `1`, `up to 200`, `no limit` */
export function timesLabel(max: number | null): string {
  if (max === null) return 'no limit'
  return max === 1 ? '1' : `up to ${max.toLocaleString('en-US')}`
}

/** `2/3`; nothing for composites. */
export function lengthLabel({ min, max, type }: Pick<ElementEntry, 'min' | 'max' | 'type'>): string {
  if (type === 'Composite' || max === 0) return ''
  return max > 1_000_000 ? `${min}/…` : `${min}/${max}`
}

/** The name of a loop: `N1 loop`, `HL loop: order (O)`. */
export function loopLabel(entry: Extract<GuideEntry, { kind: 'loop' }>): string {
  const { tag, level } = entry
  return level ? `${tag} loop: ${level.meaning || 'level'} (${level.code})` : `${tag} loop`
}

/** What the codes beside an element are. */
export const codesLabels: Readonly<Record<NonNullable<ElementEntry['codesAre']>, string>> = {
  allowed: 'Only these codes',
  sent: 'Codes that are sent',
  understood: 'Codes that are understood',
  known: 'Codes in use',
}

/** Fields of the hub's documents, shortly: `buyer: name, code, codeBy`, or `city of shipTo, billTo, buyer`. */
export function fieldsLabel(fields: readonly string[]): string {
  const parentOf = (field: string) => field.split('.').slice(0, -1).join('.')
  const leafOf = (field: string) => field.split('.').at(-1)!
  const byParent = Map.groupBy(fields, parentOf)
  const together = [...byParent].filter(([parent, inside]) => parent && inside.length > 2)
  const rest = fields.filter(field => !together.some(([parent]) => parent === parentOf(field)))
  const byLeaf = [...Map.groupBy(rest, leafOf)].map(([leaf, group]) =>
    group.length > 2 && group.every(parentOf) ? `${leaf} of ${group.map(parentOf).join(', ')}` : group.join(', '),
  )
  return [...together.map(([parent, inside]) => `${parent}: ${inside.map(leafOf).join(', ')}`), ...byLeaf].join('; ')
}

/** Codes as they are listed under an element: what a code means, the hub's word, the standard's code. */
export function codeNote({ word, standard, meaning }: { word?: string; standard?: string; meaning: string }): string {
  const own = word && word.replaceAll('-', ' ').toLowerCase() !== meaning.toLowerCase() ? word : ''
  return [standard ? `X12: ${standard}` : '', own ? `hub: ${own}` : ''].filter(Boolean).join(', ')
}

/** Places by the loop in which they stand: `PER, TAX; in PO1: LIN, SI`. */
export function placesLabel(paths: readonly string[]): string {
  const byLoop = Map.groupBy(paths, path => path.split('/').slice(0, -1).join('/'))
  return [...byLoop]
    .map(([loop, inside]) => {
      const tags = inside.map(path => path.split('/').at(-1)!).join(', ')
      return loop ? `in ${loop}: ${tags}` : tags
    })
    .join('; ')
}
