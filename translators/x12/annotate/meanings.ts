import { dictionaryOf } from '../guides/dictionary.ts'
import { dictionaryVersionOf } from '../guides/guide.ts'
import type { ElementDefinition, Slot } from '../guides/model.ts'
import type { Delimiters } from '../types.ts'
import type { Segment } from './segments.ts'

/** One value of a segment, with what the dictionary knows of it. */
export interface NamedValue {
  /** `03`, or `04-2` for a component. */
  place: string
  element: number
  name: string
  value: string
  /** What a code stands for, a date as it is read, an implied decimal with its point. */
  meaning?: string
}

/** The name of a segment in a version; empty where the dictionary does not know it. */
export function segmentName(tag: string, version: string): string {
  return dictionaryOf(dictionaryVersionOf(version)).segment(tag)?.name ?? ''
}

/** The values of a segment that are not empty, named by the dictionary of the version. */
export function namedValues(segment: Segment, version: string, delimiters: Delimiters): NamedValue[] {
  const slots = dictionaryOf(dictionaryVersionOf(version)).segment(segment.tag)?.slots
  return segment.elements.slice(1).flatMap((raw, index) => {
    const text = delimiters.release ? unreleased(raw, delimiters.release) : raw
    return text.trim() === '' ? [] : named(text, index + 1, slots?.[index], delimiters)
  })
}

function named(text: string, element: number, slot: Slot | undefined, delimiters: Delimiters): NamedValue[] {
  const place = String(element).padStart(2, '0')
  const { repetition } = delimiters
  const repeats = repetition && slot ? text.split(repetition) : [text]
  return repeats.flatMap(value => {
    if (!slot?.composite) return [{ place, element, ...valued(value, slot?.element) }]
    const { name, slots } = slot.composite
    return value.split(delimiters.component).flatMap((part, index) => {
      if (part === '') return []
      const inner = valued(part, slots[index]?.element)
      return [{ place: `${place}-${index + 1}`, element, ...inner, name: inner.name || name }]
    })
  })
}

function valued(
  value: string,
  definition: ElementDefinition | undefined,
): Pick<NamedValue, 'name' | 'value' | 'meaning'> {
  const meaning = definition && meaningOf(value.trimEnd(), definition)
  return { name: definition?.name ?? '', value, ...(meaning ? { meaning } : {}) }
}

function meaningOf(value: string, { type, decimals, meanings }: ElementDefinition): string | undefined {
  if (type === 'DT') return dateOf(value)
  if (type === 'TM')
    return /^\d{4,8}$/.test(value)
      ? [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6)].filter(Boolean).join(':')
      : undefined
  if (type === 'N' && decimals > 0 && /^-?\d+$/.test(value)) return pointed(value, decimals)
  return meanings?.get(value)
}

function dateOf(value: string): string | undefined {
  if (!/^(\d{6}|\d{8})$/.test(value)) return undefined
  return [value.slice(0, -4), value.slice(-4, -2), value.slice(-2)].join('-')
}

/** `1825` with two places is `18.25`. */
function pointed(value: string, decimals: number): string {
  const digits = value.replace('-', '').padStart(decimals + 1, '0')
  return `${value.startsWith('-') ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function unreleased(text: string, release: string): string {
  let plain = ''
  for (let at = 0; at < text.length; at++) plain += text[at] === release ? (text[++at] ?? '') : text[at]
  return plain
}
