import { checkElement, isListed, isWell } from './element-check.ts'
import { ElementFindings, type Spot } from './element-findings.ts'
import type { CompositeDefinition, ElementDefinition, Guide, SegmentDefinition, Slot } from './guides/model.ts'
import { checkRelations } from './relation-check.ts'
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
  readonly #findings: ElementFindings

  constructor(buffer: SetBuffer, delimiters: InnerDelimiters, report: Report) {
    this.#buffer = buffer
    this.#delimiters = delimiters
    this.#findings = new ElementFindings(buffer, report)
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
        if (!well) this.#checkSlot({ segment, definition, element: i + 1 }, slots[i]!, start, next - 1)
      } else if (required[i]) {
        this.#findings.missing({ segment, definition, element: i + 1 }, slots[i]!)
      }
      start = next
    }
    for (let i = last; i < definition.mandatory; i++) {
      if (required[i]) this.#findings.missing({ segment, definition, element: i + 1 }, slots[i]!)
    }
    if (count > slots.length) this.#checkSurplus(segment, definition, slots.length, count)
    if (definition.relations.length > 0) checkRelations(segment, definition, present, this.#findings)
  }

  #checkSlot(spot: Spot, slot: Slot, start: number, end: number): void {
    if (slot.repeats === undefined) {
      this.#checkOnce(spot, slot, start, end)
      return
    }
    const { bytes } = this.#buffer
    let repetition = 0
    for (let from = start, at = start; at <= end; at++) {
      if (at < end && (bytes[at] !== this.#delimiters.repetition || this.#buffer.isReleased(at))) continue
      if (++repetition > slot.repeats) {
        this.#findings.add('too-many-repetitions', spot, `repeats more than ${slot.repeats} times`, start, end)
        return
      }
      if (at > from) this.#checkOnce({ ...spot, repetition }, slot, from, at)
      from = at + 1
    }
  }

  #checkOnce(spot: Spot, slot: Slot, start: number, end: number): void {
    if (slot.composite) this.#checkComposite(spot, slot.composite, start, end)
    else if (this.#checkValue(spot, slot.element!, start, end)) this.#checkDelimiters(spot, slot.element!, start, end)
  }

  /** Answers whether it is well. */
  #checkValue(spot: Spot, element: ElementDefinition, start: number, end: number): boolean {
    const fault = checkElement(element, this.#buffer.bytes, start, end, this.#buffer.plain)
    if (fault) this.#findings.fault(fault, spot, element, start, end)
    return !fault
  }

  /** A repetition separator in an element that does not repeat, or a component separator in one that has no components. */
  #checkDelimiters(spot: Spot, { type }: ElementDefinition, start: number, end: number): void {
    const { bytes } = this.#buffer
    if (type !== 'AN' && type !== 'ID') return
    const { component, repetition } = this.#delimiters
    for (let at = start; at < end; at++) {
      if (this.#buffer.isReleased(at)) continue
      if (bytes[at] === repetition) {
        this.#findings.add('too-many-repetitions', spot, 'repeats, but may not', start, end)
        return
      }
      if (bytes[at] === component) {
        this.#findings.add('delimiter-in-data', spot, 'holds the component separator as data', start, end)
        return
      }
    }
  }

  #checkComposite(spot: Spot, composite: CompositeDefinition, start: number, end: number): void {
    const { bytes } = this.#buffer
    let component = 0
    for (let from = start, at = start; at <= end; at++) {
      if (at < end && (bytes[at] !== this.#delimiters.component || this.#buffer.isReleased(at))) continue
      const slot = composite.slots[component++]
      if (!slot) {
        const why = `has more than ${composite.slots.length} components`
        this.#findings.add('too-many-components', spot, why, start, end)
        return
      }
      if (at > from) this.#checkValue({ ...spot, component }, slot.element!, from, at)
      else if (slot.required) {
        const why = `needs component ${component} (${slot.element!.name})`
        this.#findings.add('missing-element', { ...spot, component }, why, from, from)
      }
      from = at + 1
    }
  }

  #checkSurplus(segment: number, definition: SegmentDefinition, defined: number, count: number): void {
    for (let element = defined + 1; element <= count; element++) {
      if (!this.#buffer.has(segment, element)) continue
      const start = this.#buffer.start(segment, element)
      const why = `is one too many: ${definition.tag} ends with element ${defined}`
      const spot = { segment, definition, element }
      this.#findings.add('too-many-elements', spot, why, start, this.#buffer.end(segment, element))
      return
    }
  }
}
