/** One way in which two maps differ. */
export interface MapChange {
  kind: 'added' | 'removed' | 'changed'
  /** Where: `elements.BEG03.pattern`, `rules.(no weekend)`. */
  path: string
  /** For a person: `elements BEG03: pattern changed from "^\\d+$" to "^\\d{8}$"`. */
  words: string
}

type Data = Readonly<Record<string, unknown>>

/** By what the entries of a list are told apart, whatever their order: the first of these that they all have. */
const names = ['name', 'path', 'from', 'at', 'qualifier', 'code'] as const

/** What one map has otherwise than another, rule by rule, in the order of the newer one. Works for X12 overlays and CSV layouts alike. */
export function mapChanges(before: Data, after: Data): MapChange[] {
  return changesIn(before, after, [])
}

function changesIn(before: Data, after: Data, path: readonly string[]): MapChange[] {
  const keys = [...Object.keys(after), ...Object.keys(before).filter(key => !(key in after))]
  return keys.flatMap(key => changesOf(before[key], after[key], [...path, key]))
}

function changesOf(before: unknown, after: unknown, path: readonly string[]): MapChange[] {
  if (same(before, after)) return []
  if (before === undefined || after === undefined) return wholeChange(before, after, path)
  if (isData(before) && isData(after)) return changesIn(before, after, path)
  const named = Array.isArray(before) && Array.isArray(after) ? namedLists(before, after) : undefined
  if (!named) return [change('changed', path, `changed from ${shown(before)} to ${shown(after)}`)]
  const changes = changesIn(named.before, named.after, path)
  return changes.length > 0 ? changes : [change('changed', path, 'stand in another order')]
}

/** A section that comes or goes is told rule by rule; a rule in one line. */
function wholeChange(before: unknown, after: unknown, path: readonly string[]): MapChange[] {
  const value = before ?? after
  const inner = isData(value) ? value : Array.isArray(value) ? namedLists(value, value)?.after : undefined
  if (path.length === 1 && inner) return changesIn(before ? inner : {}, after ? inner : {}, path)
  return [
    change(
      after === undefined ? 'removed' : 'added',
      path,
      `${after === undefined ? 'removed' : 'added'}: ${shown(value)}`,
    ),
  ]
}

function change(kind: MapChange['kind'], path: readonly string[], what: string): MapChange {
  const [section = '', ...rest] = path
  const place =
    rest.length > 1 ? `${section} ${rest[0]}: ${rest.slice(1).join(' ')}` : `${section} ${rest[0] ?? ''}`.trim()
  return { kind, path: path.join('.'), words: `${place} ${what}` }
}

function namedLists(before: readonly unknown[], after: readonly unknown[]): { before: Data; after: Data } | undefined {
  const all = [...before, ...after]
  const name = names.find(key => all.every(entry => isData(entry) && typeof entry[key] === 'string'))
  if (!name) return undefined
  const byName = (list: readonly unknown[]) => {
    const entries = list.map(entry => [`(${String((entry as Data)[name])})`, entry] as const)
    return new Set(entries.map(([key]) => key)).size === entries.length ? Object.fromEntries(entries) : undefined
  }
  const [one, other] = [byName(before), byName(after)]
  return one && other ? { before: one, after: other } : undefined
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values say the same: the order of keys in objects says nothing. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isData(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  )
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
