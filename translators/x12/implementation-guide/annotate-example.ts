import { depthsOf } from '../annotate/depths.ts'
import { namedValues } from '../annotate/meanings.ts'
import { cutSegments, type Segment, segmentText } from '../annotate/segments.ts'
import { visible } from '../annotate/visible.ts'
import type { Guide } from '../guides/model.ts'
import type { OverlayRules, Translation } from '../overlay/rules.ts'
import { readX12 } from '../reader.ts'
import type { Delimiters } from '../types.ts'
import { headerElements } from './envelope.ts'
import type { ExampleSegment, GuideExample } from './model.ts'

/** The segments of an interchange with what every value means. */
export function annotatedExample(bytes: Uint8Array, guide: Guide, rules: OverlayRules | undefined): GuideExample {
  const text = new TextDecoder().decode(bytes)
  const { delimiters } = readX12(bytes).interchanges[0]!
  const broken = /[\r\n]/.test(delimiters.segment)
  const unwrapped = broken ? bytes : new TextEncoder().encode(text.replace(/[\r\n]+/g, ''))
  const segments = [...cutSegments(unwrapped, 0, delimiters)]
  const from = segments.findIndex(segment => segment.tag === 'ST')
  const to = segments.findIndex(segment => segment.tag === 'SE')
  const depths = depthsOf(segments.slice(from, to + 1), guide, true)
  return {
    text,
    segments: segments.map((segment, i) =>
      annotated(segment, depths[i - from] ?? 0, guide, delimiters, rules?.translations ?? []),
    ),
  }
}

function annotated(
  segment: Segment,
  depth: number,
  guide: Guide,
  delimiters: Delimiters,
  translations: readonly Translation[],
): ExampleSegment {
  const { tag } = segment
  const values = namedValues(segment, guide.version, delimiters).map(({ place, element, name, value, meaning }) => ({
    reference: `${tag}${place}`,
    name: name || (headerElements[tag]?.[element - 1]?.name ?? ''),
    value: visible(value),
    meaning: meaning ?? partnersMeaning(tag, element, value, guide, translations),
  }))
  const name = guide.dictionary.segment(tag)?.name ?? (tag === 'ISA' ? 'Interchange Control Header' : '')
  return { text: visible(segmentText(segment, delimiters)), tag, name, depth, values }
}

/** What a code of the partner's own stands for. */
function partnersMeaning(
  tag: string,
  element: number,
  value: string,
  guide: Guide,
  translations: readonly Translation[],
): string {
  const table = translations.find(
    ({ place, ours }) => place.tag === tag && place.element === element && ours.has(value),
  )
  const ours = table?.ours.get(value)
  const meanings = guide.dictionary.segment(tag)?.slots?.[element - 1]?.element?.meanings
  return ours === undefined ? '' : (meanings?.get(ours) ?? ours)
}
