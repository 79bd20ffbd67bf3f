/** What an element of a segment must be for a place to mean the segment. */
export interface Filter {
  element: number
  values: readonly string[]
}

/** A segment by its tag and what it must hold: `REF[DP]`, `HL[S]`, `SAC[C][02=D240]`, `MSG[#2]`. */
export interface Step {
  tag: string
  filters: readonly Filter[]
  /** The nth of its loop, from 1, among those that the filters leave. */
  nth?: number
}

/** Where a rule applies. */
export interface SegmentPlace extends Step {
  /** As it was written. */
  name: string
  /** The loops around it from the outside in. Absent: wherever the segment stands. Empty: in no loop. */
  loops?: readonly Step[]
}

/** An element at such a place, counted from 1, or one component of it. */
export interface ElementPlace extends SegmentPlace {
  element: number
  component?: number
}

/** Segments that are told apart by another element than their first. */
const tellingElements: Readonly<Record<string, number>> = { HL: 3 }

const tag = '[A-Z][A-Z0-9]{1,2}'
const filter = '\\[[^\\]/]+\\]'
const stepForm = new RegExp(`^(${tag})((?:${filter})*)$`)
const elementForm = new RegExp(`^(${tag})(\\d\\d)(?:-(\\d))?((?:${filter})*)$`)

/**
 * Reads the place of a segment: `CTT`, `REF[DP]` wherever it stands, `/REF[DP]` in no loop, `PO1/N1[ST]/N4` in the loops named. The
 * segment that starts a loop stands in the loop around it: `PO1/N1[ST]` is the N1 itself. Undefined when it is none.
 */
export function parseSegmentPlace(name: string): SegmentPlace | undefined {
  const path = name.split('/')
  const step = parseStep(path.pop()!)
  const loops = loopsFrom(path)
  return step && loops !== null ? { name, ...step, ...(loops ? { loops } : {}) } : undefined
}

/** Reads the place of an element: `BEG03`, `N104[ST]`, `PO1/REF02[DP]`, `REF04-02`. Undefined when it is none. */
export function parseElementPlace(name: string): ElementPlace | undefined {
  const path = name.split('/')
  const match = elementForm.exec(path.pop()!)
  const loops = loopsFrom(path)
  const step = match && parseStep(match[1]! + match[4]!)
  if (!match || !step || loops === null || match[2] === '00') return undefined
  const component = match[3] ? { component: Number(match[3]) } : {}
  return { name, ...step, element: Number(match[2]), ...component, ...(loops ? { loops } : {}) }
}

function parseStep(text: string): Step | undefined {
  const match = stepForm.exec(text)
  if (!match) return undefined
  const step: Step & { filters: Filter[] } = { tag: match[1]!, filters: [] }
  for (const [, inside = ''] of match[2]!.matchAll(/\[([^\]]+)\]/g)) {
    const nth = /^#([1-9]\d?)$/.exec(inside)
    const other = /^(\d\d)=(.+)$/.exec(inside)
    if (nth) step.nth = Number(nth[1])
    else if (other) step.filters.push({ element: Number(other[1]), values: other[2]!.split('|') })
    else step.filters.push({ element: tellingElements[step.tag] ?? 1, values: inside.split('|') })
  }
  return step
}

/** The loops of a path; undefined when the path says nothing of them, null when one cannot be read. */
function loopsFrom(path: readonly string[]): readonly Step[] | undefined | null {
  if (path.length === 0) return undefined
  const steps = (path[0] === '' ? path.slice(1) : path).map(parseStep)
  return steps.every(step => step !== undefined) ? (steps as Step[]) : null
}

/** Whether a segment is what a step means; the nth is for whoever knows the others. */
export function fits(step: Step, elements: readonly string[]): boolean {
  if (elements[0] !== step.tag) return false
  return step.filters.every(({ element, values }) => values.includes(elements[element] ?? ''))
}

/** `BEG03` */
export function elementName(segmentTag: string, element: number): string {
  return `${segmentTag}${String(element).padStart(2, '0')}`
}
