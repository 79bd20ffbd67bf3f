import { elementName, parseElementPlace, parseSegmentPlace, type SegmentPlace, type Step } from '../../overlay/place.ts'

/** `a`, `a or b`, `a, b or c` */
export function anyOf(words: readonly string[]): string {
  return listed(words, 'or')
}

/** `a`, `a and b`, `a, b and c` */
export function allOf(words: readonly string[]): string {
  return listed(words, 'and')
}

function listed(words: readonly string[], joint: string): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`
}

/** What a step says beside the tag: `REF01 = DP`; empty when it says nothing. */
export function filterWords({ tag, filters, nth }: Step): string {
  const parts = filters.map(({ element, values }) => `${elementName(tag, element)} = ${anyOf(values)}`)
  return allOf([...parts, ...(nth === undefined ? [] : [`the ${ordinal(nth)} of its loop`])])
}

/** The loops in which a place stands: `in the N1 loop (N101 = ST) of PO1`; empty when it names none. */
export function loopWords(loops: readonly Step[] | undefined): string {
  if (!loops) return ''
  if (loops.length === 0) return 'outside every loop'
  const named = loops.map(step => {
    const filter = filterWords(step)
    return filter ? `${step.tag} (${filter})` : step.tag
  })
  return `in loop ${named.join(' / ')}`
}

/** `REF where REF01 = DP, in loop PO1` */
export function segmentWords(place: SegmentPlace): string {
  return [withFilter(place.tag, place), loopWords(place.loops)].filter(Boolean).join(', ')
}

/** A place as an overlay writes it, in words; as it stands when it is none. */
export function placeWords(name: string): string {
  const element = parseElementPlace(name)
  if (element) {
    const component = element.component === undefined ? '' : `-${element.component}`
    const bare = `${elementName(element.tag, element.element)}${component}`
    return [withFilter(bare, element), loopWords(element.loops)].filter(Boolean).join(', ')
  }
  const segment = parseSegmentPlace(name)
  return segment ? segmentWords(segment) : name
}

function withFilter(name: string, step: Step): string {
  const filter = filterWords(step)
  return filter ? `${name} where ${filter}` : name
}

/** `1st`, `2nd` … */
export function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}
