/** A place at which two documents differ. */
export interface Difference {
  /** `shipTo.phone`, `lines[2].notes[0]`. */
  path: string
  before: unknown
  after: unknown
}

/**
 * Every field in which `after` differs from `before`. An absent field and one that is `undefined` are the same, and so are the lists named in
 * `unordered` when only their order differs.
 */
export function differences(before: unknown, after: unknown, unordered: ReadonlySet<string>, path = ''): Difference[] {
  if (Object.is(before, after)) return []
  const lists = pairOf(before, after, Array.isArray, [] as unknown[])
  if (lists) {
    const [one, other] = unordered.has(path.slice(path.lastIndexOf('.') + 1)) ? lists.map(sorted) : lists
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) =>
      differences(one[at], other[at], unordered, `${path}[${at}]`),
    ).flat()
  }
  const fields = pairOf(before, after, isFields, {})
  if (fields) {
    const [one, other] = fields
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(name =>
      differences(one[name], other[name], unordered, path === '' ? name : `${path}.${name}`),
    )
  }
  return [{ path, before, after }]
}

/** Both, when they are of one shape; an absent one counts as empty. */
function pairOf<T>(before: unknown, after: unknown, is: (value: unknown) => value is T, empty: T): [T, T] | undefined {
  if (is(before)) return is(after) ? [before, after] : after === undefined ? [before, empty] : undefined
  return is(after) && before === undefined ? [empty, after] : undefined
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
