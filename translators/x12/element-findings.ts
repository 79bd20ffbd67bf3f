import type { ElementFault } from './element-check.ts'
import type { ElementDefinition, Relation, SegmentDefinition, Slot } from './guides/model.ts'
import type { ProblemCode } from './problems.ts'
import type { RelationFault } from './relation-check.ts'
import type { Report } from './report.ts'
import type { SetBuffer } from './set-buffer.ts'

/** Where in a set a finding is: the segment counted from 0, the rest from 1. */
export interface Spot {
  segment: number
  definition: SegmentDefinition
  element: number
  component?: number
  repetition?: number
}

/** Puts what is wrong with elements into words, and tells it. */
export class ElementFindings {
  readonly #buffer: SetBuffer
  readonly #report: Report

  constructor(buffer: SetBuffer, report: Report) {
    this.#buffer = buffer
    this.#report = report
  }

  missing(spot: Spot, slot: Slot): void {
    const name = slot.element?.name ?? slot.composite?.name ?? ''
    const message = `${placeOf(spot)} ${name} is missing; it is mandatory.`
    this.#report.add('missing-element', { message, at: this.#at(spot) })
  }

  /** A value that its element does not allow. */
  fault(fault: ElementFault, spot: Spot, expected: ElementDefinition, start: number, end: number): void {
    const value = brief(this.#buffer.slice(start, end))
    this.#report.add(fault, {
      message: `${placeOf(spot)} ${expected.name} "${value}" ${faultText(fault, expected, value)}.`,
      at: this.#at(spot),
      value,
      expected: expectation(expected),
    })
  }

  /** Anything else that is wrong at a spot. `why` follows its name: `has more than 3 components`. */
  add(code: ProblemCode, spot: Spot, why: string, start: number, end: number): void {
    const value = brief(this.#buffer.slice(start, end))
    const message = `${placeOf(spot)} ${why}.`
    this.#report.add(code, { message, at: this.#at(spot), ...(value ? { value } : {}) })
  }

  /** A relational condition that does not hold. */
  relation(segment: number, definition: SegmentDefinition, { kind, elements }: Relation, fault: RelationFault): void {
    this.#report.add(fault.code, {
      message: `${fault.why}.`,
      at: this.#at({ segment, definition, element: fault.element }),
      expected: kind + elements.map(each => String(each).padStart(2, '0')).join(''),
    })
  }

  #at({ segment, definition, element, component, repetition }: Spot) {
    return {
      segment: definition.tag,
      position: segment + 1,
      element,
      offset: this.#buffer.offsets[segment]!,
      ...(component === undefined ? {} : { component }),
      ...(repetition === undefined ? {} : { repetition }),
    }
  }
}

/** `BEG03` */
function placeOf({ definition, element }: Spot): string {
  return `${definition.tag}${String(element).padStart(2, '0')}`
}

/** A value short enough to be shown (X12 724 takes 99 characters). */
export function brief(value: string): string {
  return value.length > 99 ? value.slice(0, 99) : value
}

function faultText(fault: ElementFault, element: ElementDefinition, value: string): string {
  switch (fault) {
    case 'too-short':
      return `is shorter than ${element.min}`
    case 'too-long':
      return `is longer than ${element.max}`
    case 'invalid-number':
      return element.type === 'N' && /^-?\d*\.\d*$/.test(value) ? pointText(element) : 'is no number'
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

/** Of a number with a point where the standard implies it. */
function pointText({ decimals }: ElementDefinition): string {
  return decimals > 0
    ? `has a decimal point; the last ${decimals} digits are the decimals, without a point`
    : 'has a decimal point; it is a whole number'
}

/** What an element should be, in the standard's words: `AN 1/22`, `N2 1/15`. */
export function expectation(element: ElementDefinition): string {
  const type = element.type === 'N' ? `N${element.decimals}` : element.type
  return `${type} ${element.min}/${element.max}`
}
