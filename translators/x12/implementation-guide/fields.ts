/** Leaves of a document by their paths: `shipTo.name`, `lines[].quantity`, `references[department].value`. */
export type Leaf = { path: string; value: string | number | boolean }

/** Every leaf of a document, in order; what lists hold under one path each. `kind` is not among them. */
export function* leavesOf(document: object): Generator<Leaf> {
  for (const [name, value] of Object.entries(document)) if (name !== 'kind') yield* leaves(value, name)
}

function* leaves(value: unknown, path: string): Generator<Leaf> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') yield { path, value }
  else if (Array.isArray(value)) for (const entry of value) yield* leaves(entry, path + bracketOf(entry))
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${name}`)
}

/** References and taxes are named by their type, other entries of lists by nothing. */
function bracketOf(entry: unknown): string {
  const type = (entry as { type?: unknown } | null)?.type
  return typeof type === 'string' && 'value' in (entry as object) ? `[${type}]` : '[]'
}

/** A copy in which every leaf at a path is changed. */
export function withLeaves<T extends object>(
  document: T,
  path: string,
  change: (value: string | number | boolean) => unknown,
): T {
  const copy = (value: unknown, at: string): unknown => {
    if (Array.isArray(value)) return value.flatMap(entry => kept(copy(entry, at + bracketOf(entry))))
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, inner]) => [name, copy(inner, at ? `${at}.${name}` : name)])
      return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined))
    }
    return at === path ? change(value as string | number | boolean) : value
  }
  return copy(document, '') as T
}

function kept(value: unknown): unknown[] {
  return value === undefined ? [] : [value]
}

/** Another value of the same shape and length: letters and digits move on by one, days by a year. Equal values stay equal, others differ. */
export function otherValue(value: string | number | boolean): string | number | boolean {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return `${Number(value.slice(0, 4)) + 1}${value.slice(4)}`
  return value.replace(/[a-z0-9]/gi, character => {
    if (character === '9') return '0'
    if (character === 'z') return 'a'
    if (character === 'Z') return 'A'
    return String.fromCharCode(character.charCodeAt(0) + 1)
  })
}
