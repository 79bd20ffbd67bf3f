import { checkElement, type ElementFault, isListed, isWell } from './element-check.ts'
import type {
  CompositeDefinition,
  ElementDefinition,
  Guide,
  Relation,
  SegmentDefinition,
  Slot,
} from './guides/model.ts'
import type { ProblemCode } from './problems.ts'
import type { Report } from './report.ts'
import { type SegmentCheck, segmentChecksOf } from './segment-check.ts'
import type { SetBuffer } from './set-buffer.ts'

/** The delimiters that matter inside a segment, as bytes; -1 where there is none. */
export interface InnerDelimiters {
  component: number
  repetition: number
}

/** Checks every element of the segments from `from` to before `end` against the guide's dictionary. */
export function validateElements(
  buffer: SetBuffer,
  from: number,
  end: number,
  guide: Guide,
  delimiters: InnerDelimiters,
  report: Report,
): void {
  const checker = new Checker(buffer, delimiters, report)
  const checks = segmentChecksOf(guide.dictionary)
  for (let segment = from; segment < end; segment++) {
    const check = checks.find(buffer.keys[segment]!)
    if (check) checker.check(segment, check)
  }
}

class Checker {
  readonly #buffer: SetBuffer
  readonly #delimiters: InnerDelimiters
  readonly #report: Report

  constructor(buffer: SetBuffer, delimiters: InnerDelimiters, report: Report) {
    this.#buffer = buffer
    this.#delimiters = delimiters
    this.#report = report
  }

  /** Most elements are seen to be well by their bytes alone; the others are looked at again, to say what is wrong with them. */
  check(segment: number, check: SegmentCheck): void {
    const { bytes, starts, firsts, traits } = this.#buffer
    const { kinds, mins, maxs, codes, required, definition, slots } = check
    const first = firsts[segment]! + 1
    const count = firsts[segment + 1]! - first
    const last = Math.min(count, kinds.length)
    const plain = traits[segment] === 0
    let present = 0
    let start = starts[first]!
    for (let i = 0; i < last; i++) {
      const next = starts[first + i + 1]!
      if (next - 1 > start) {
        present |= 2 << i
        const list = codes[i]
        const well =
          plain &&
          isWell(kinds[i]!, bytes, start, next - 1, mins[i]!, maxs[i]!) &&
          (!list || isListed(list, bytes, start, next - 1))
        if (!well) this.#checkSlot(segment, definition, i + 1, slots[i]!, start, next - 1)
      } else if (required[i]) {
        this.#missing(segment, definition, i + 1, slots[i]!)
      }
      start = next
    }
    for (let i = last; i < definition.mandatory; i++) {
      if (required[i]) this.#missing(segment, definition, i + 1, slots[i]!)
    }
    if (count > slots.length) this.#checkSurplus(segment, definition, slots.length, count)
    const { relations } = definition
    for (let i = 0; i < relations.length; i++) this.#checkRelation(segment, definition, relations[i]!, present)
  }

  #checkSlot(
    segment: number,
    definition: SegmentDefinition,
    element: number,
    slot: Slot,
    start: number,
    end: number,
  ): void {
    const { bytes } = this.#buffer
    if (slot.composite) {
      this.#checkComposite(segment, definition, element, slot.composite, start, end)
      return
    }
    const fault = checkElement(slot.element!, bytes, start, end, this.#buffer.plain)
    if (fault) this.#fault(fault, segment, definition, element, slot.element!, start, end)
    else if (slot.element!.type === 'AN' || slot.element!.type === 'ID')
      this.#checkDelimiters(segment, definition, element, start, end)
  }

  /** A repetition separator in an element that does not repeat, or a component separator in one that has no components. */
  #checkDelimiters(segment: number, definition: SegmentDefinition, element: number, start: number, end: number): void {
    const { bytes } = this.#buffer
    const { component, repetition } = this.#delimiters
    for (let at = start; at < end; at++) {
      if (bytes[at] === repetition) {
        this.#add('too-many-repetitions', segment, definition, element, 'repeats, but may not', start, end)
        return
      }
      if (bytes[at] === component) {
        this.#add(
          'delimiter-in-data',
          segment,
          definition,
          element,
          'holds the component separator as data',
          start,
          end,
        )
        return
      }
    }
  }

  #checkComposite(
    segment: number,
    definition: SegmentDefinition,
    element: number,
    composite: CompositeDefinition,
    start: number,
    end: number,
  ): void {
    const { bytes } = this.#buffer
    let from = start
    let component = 0
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== this.#delimiters.component) continue
      const slot = composite.slots[component++]
      const at1 = { component }
      if (!slot) {
        this.#add(
          'too-many-components',
          segment,
          definition,
          element,
          `has more than ${composite.slots.length} components`,
          start,
          end,
        )
        return
      }
      if (at > from) {
        const fault = checkElement(slot.element!, bytes, from, at, this.#buffer.plain)
        if (fault) this.#fault(fault, segment, definition, element, slot.element!, from, at, at1)
      } else if (slot.required) {
        this.#add(
          'missing-element',
          segment,
          definition,
          element,
          `needs component ${component} (${slot.element!.name})`,
          from,
          from,
          at1,
        )
      }
      from = at + 1
    }
  }

  #checkSurplus(segment: number, definition: SegmentDefinition, defined: number, count: number): void {
    for (let element = defined + 1; element <= count; element++) {
      if (!this.#buffer.has(segment, element)) continue
      const start = this.#buffer.start(segment, element)
      const why = `is one too many: ${definition.tag} ends with element ${defined}`
      this.#add('too-many-elements', segment, definition, element, why, start, this.#buffer.end(segment, element))
      return
    }
  }

  /** `present` has a bit for each element that is there. */
  #checkRelation(segment: number, definition: SegmentDefinition, relation: Relation, present: number): void {
    const { kind, mask, first } = relation
    const found = present & mask
    if (found === 0) {
      if (kind === 'R')
        this.#relation(
          'missing-conditional-element',
          segment,
          definition,
          relation,
          'leave one needed: send at least one',
        )
      return
    }
    if (found === mask && kind !== 'E') return
    if (kind === 'P') {
      this.#relation('missing-conditional-element', segment, definition, relation, 'come together: send all or none')
    } else if (kind === 'C') {
      if (found & first)
        this.#relation('missing-conditional-element', segment, definition, relation, 'go with the first: send them too')
    } else if (kind === 'L') {
      if (found === first)
        this.#relation('missing-conditional-element', segment, definition, relation, 'need one more beside the first')
    } else if (kind === 'E' && (found & (found - 1)) !== 0) {
      this.#relation('exclusive-elements', segment, definition, relation, 'exclude each other: send only one')
    }
  }

  #relation(code: ProblemCode, segment: number, definition: SegmentDefinition, relation: Relation, why: string): void {
    const { kind, elements } = relation
    const absent = elements.find((element, i) => !this.#buffer.has(segment, element) && (kind !== 'C' || i > 0))
    const blamed =
      code === 'exclusive-elements' ? elements.findLast(element => this.#buffer.has(segment, element)) : absent
    const names = elements.map(element => `${definition.tag}${String(element).padStart(2, '0')}`).join(', ')
    this.#report.add(code, {
      message: `${names} ${why}.`,
      at: this.#at(segment, definition, blamed ?? elements[0]!),
      expected: kind + elements.map(element => String(element).padStart(2, '0')).join(''),
    })
  }

  #missing(segment: number, definition: SegmentDefinition, element: number, slot: Slot): void {
    const name = slot.element?.name ?? slot.composite?.name ?? ''
    this.#report.add('missing-element', {
      message: `${place(definition, element)} ${name} is missing; it is mandatory.`,
      at: this.#at(segment, definition, element),
    })
  }

  #fault(
    fault: ElementFault,
    segment: number,
    definition: SegmentDefinition,
    element: number,
    expected: ElementDefinition,
    start: number,
    end: number,
    at: { component?: number } = {},
  ): void {
    const value = this.#buffer.slice(start, end)
    this.#report.add(fault, {
      message: `${place(definition, element)} ${expected.name} "${brief(value)}" ${faultText(fault, expected)}.`,
      at: { ...this.#at(segment, definition, element), ...at },
      value: brief(value),
      expected: expectation(expected),
    })
  }

  #add(
    code: ProblemCode,
    segment: number,
    definition: SegmentDefinition,
    element: number,
    why: string,
    start: number,
    end: number,
    at: { component?: number } = {},
  ): void {
    const value = brief(this.#buffer.slice(start, end))
    this.#report.add(code, {
      message: `${place(definition, element)} ${why}.`,
      at: { ...this.#at(segment, definition, element), ...at },
      ...(value ? { value } : {}),
    })
  }

  #at(segment: number, definition: SegmentDefinition, element: number) {
    return { segment: definition.tag, position: segment + 1, element, offset: this.#buffer.offsets[segment]! }
  }
}

/** `BEG03` */
export function place(definition: SegmentDefinition, element: number): string {
  return `${definition.tag}${String(element).padStart(2, '0')}`
}

/** A value short enough to be shown (X12 724 takes 99 characters). */
export function brief(value: string): string {
  return value.length > 99 ? value.slice(0, 99) : value
}

function faultText(fault: ElementFault, element: ElementDefinition): string {
  switch (fault) {
    case 'too-short':
      return `is shorter than ${element.min}`
    case 'too-long':
      return `is longer than ${element.max}`
    case 'invalid-number':
      return 'is no number'
    case 'invalid-date':
      return 'is no date'
    case 'invalid-time':
      return 'is no time'
    case 'unknown-code':
      return 'is no code of the standard list'
    case 'invalid-character':
      return 'holds a control character'
  }
}

/** What an element should be, in the standard's words: `AN 1/22`, `N2 1/15`. */
export function expectation(element: ElementDefinition): string {
  const type = element.type === 'N' ? `N${element.decimals}` : element.type
  return `${type} ${element.min}/${element.max}`
}
