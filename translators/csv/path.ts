/** One part of a path: a field, and which entries of it where it is a list: each one, the one at a place, or the one with these values. */
export interface Step {
  name: string
  list?: 'each' | number | Readonly<Record<string, string>>
}

/** A parsed path such as `lines[].ids.supplier`. `ordinal`: it ends in `#`, the entry's own place counted from 1. */
export interface Path {
  text: string
  steps: readonly Step[]
  ordinal: boolean
}

const stepPattern = /^([A-Za-z][A-Za-z0-9]*)(?:\[([^\]]*)\])?$/

/** Reads a path; `undefined` when it is not one. */
export function parsePath(text: string): Path | undefined {
  const parts = splitSteps(text)
  const ordinal = parts.at(-1) === '#'
  const steps: Step[] = []
  if (parts.join('.') !== text) return undefined
  for (const part of ordinal ? parts.slice(0, -1) : parts) {
    const step = parseStep(part)
    if (!step) return undefined
    steps.push(step)
  }
  if (steps.length === 0 || (ordinal && steps.at(-1)?.list !== 'each')) return undefined
  return { text, steps, ordinal }
}

/** Splits at the dots that stand outside brackets. */
function splitSteps(text: string): string[] {
  return text.match(/(?:[^.[]|\[[^\]]*\])+/g) ?? []
}

function parseStep(part: string): Step | undefined {
  const match = stepPattern.exec(part)
  if (!match) return undefined
  const [, name = '', list] = match
  if (list === undefined) return { name }
  if (list === '') return { name, list: 'each' }
  if (/^\d{1,2}$/.test(list)) return { name, list: Number(list) }
  const pairs = list.split(',').map(pair => pair.split('='))
  if (pairs.some(pair => pair.length !== 2 || pair.includes(''))) return undefined
  return { name, list: Object.fromEntries(pairs) as Record<string, string> }
}

/** The repeating entry to which a path's field belongs: `packages[].lines[]` for `packages[].lines[].quantity`, empty for the document itself. */
export function levelOf(path: Path): string {
  const last = path.steps.findLastIndex(step => step.list === 'each')
  return path.steps
    .slice(0, last + 1)
    .map(textOf)
    .join('.')
}

/** The steps from a path's entry to its field. */
export function stepsInside(path: Path): readonly Step[] {
  return path.steps.slice(path.steps.findLastIndex(step => step.list === 'each') + 1)
}

/**
 * Every repeating entry that these paths pass through, from the outermost inwards, the document itself (an empty text) first;
 * `undefined` when two of them lie side by side, since a row can only stand for one.
 */
export function levelsOf(paths: readonly Path[]): string[] | undefined {
  const found = new Set([''])
  for (const path of paths) {
    path.steps.forEach((step, at) => {
      if (step.list === 'each')
        found.add(
          path.steps
            .slice(0, at + 1)
            .map(textOf)
            .join('.'),
        )
    })
  }
  const levels = [...found].sort((a, b) => a.length - b.length)
  const nested = levels.every((level, at) => at < 2 || level.startsWith(`${levels[at - 1]}.`))
  return nested ? levels : undefined
}

function textOf(step: Step): string {
  if (step.list === undefined) return step.name
  if (step.list === 'each') return `${step.name}[]`
  if (typeof step.list === 'number') return `${step.name}[${step.list}]`
  const pairs = Object.entries(step.list).map(([key, value]) => `${key}=${value}`)
  return `${step.name}[${pairs.join(',')}]`
}

/** A part of a business document while it is read or written: fields by name. */
export type Fields = Record<string, unknown>

/** What stands at these steps; `undefined` when nothing does. */
export function valueAt(from: Fields, steps: readonly Step[]): unknown {
  let value: unknown = from
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined
    value = entryOf((value as Fields)[step.name], step)
  }
  return value
}

function entryOf(value: unknown, step: Step): unknown {
  if (step.list === undefined || step.list === 'each') return value
  if (!Array.isArray(value)) return undefined
  return typeof step.list === 'number' ? value[step.list] : value.find(entry => fits(entry, step.list))
}

function fits(entry: unknown, list: Step['list']): boolean {
  return Object.entries(list as Record<string, string>).every(([key, value]) => (entry as Fields)[key] === value)
}

/** Puts a value at these steps and makes what lies on the way. An entry chosen by its values is made with them. */
export function setAt(into: Fields, steps: readonly Step[], value: unknown): void {
  let at = into
  for (const step of steps.slice(0, -1)) at = made(at, step)
  const last = steps.at(-1)
  if (!last) return
  if (typeof last.list === 'number') listIn(at, last.name)[last.list] = value
  else at[last.name] = value
}

/** The object at one step, made when it is not there yet. */
function made(at: Fields, step: Step): Fields {
  if (typeof step.list === 'object') {
    const list = listIn(at, step.name)
    const found = list.find(entry => fits(entry, step.list)) as Fields | undefined
    if (found) return found
    const entry: Fields = { ...step.list }
    list.push(entry)
    return entry
  }
  const holder = typeof step.list === 'number' ? listIn(at, step.name) : at
  const key = typeof step.list === 'number' ? step.list : step.name
  const known = (holder as Fields)[key]
  if (known !== undefined) return known as Fields
  const entry: Fields = {}
  ;(holder as Fields)[key] = entry
  return entry
}

function listIn(at: Fields, name: string): unknown[] {
  const known = at[name]
  if (known) return known as unknown[]
  const list: unknown[] = []
  at[name] = list
  return list
}
