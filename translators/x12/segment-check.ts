import { elementKinds } from './element-check.ts'
import type { Dictionary, SegmentDefinition, Slot } from './guides/model.ts'
import { KeyTable } from './key-table.ts'

/** A segment whose elements are described, laid out for checking: one entry for each slot, beginning with element 01. */
export interface SegmentCheck {
  definition: SegmentDefinition
  slots: readonly Slot[]
  /** What each element is (see `elementKinds`), its lengths, its codes where the list is closed, and whether it is mandatory. */
  kinds: Uint8Array
  mins: Int32Array
  maxs: Int32Array
  codes: readonly (ReadonlySet<number> | undefined)[]
  /** The code that came last, and was in its list: empty until one has come. */
  listed: string[]
  required: Uint8Array
}

/** The segment checks of one dictionary, made when a segment first comes. */
export class SegmentChecks {
  readonly #dictionary: Dictionary
  readonly #numbers = new KeyTable()
  readonly #checks: SegmentCheck[] = []

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary
  }

  /** The check of the segment with this packed tag; undefined when there is none, or its elements are not described. */
  find(key: number): SegmentCheck | undefined {
    const number = this.#numbers.get(key)
    return number >= 0 ? this.#checks[number] : this.#make(key)
  }

  #make(key: number): SegmentCheck | undefined {
    const definition = key > 0 ? this.#dictionary.segmentByKey(key) : undefined
    if (!definition?.slots) return undefined
    const check = checkOf(definition, definition.slots)
    this.#numbers.set(key, this.#checks.push(check) - 1)
    return check
  }
}

const made = new WeakMap<Dictionary, SegmentChecks>()

/** The checks of a dictionary's segments; kept with it. */
export function segmentChecksOf(dictionary: Dictionary): SegmentChecks {
  let checks = made.get(dictionary)
  if (!checks) {
    checks = new SegmentChecks(dictionary)
    made.set(dictionary, checks)
  }
  return checks
}

function checkOf(definition: SegmentDefinition, slots: readonly Slot[]): SegmentCheck {
  return {
    definition,
    slots,
    kinds: Uint8Array.from(slots, ({ element }) => (element ? elementKinds[element.type] : elementKinds.composite)),
    mins: Int32Array.from(slots, slot => slot.element?.min ?? 0),
    maxs: Int32Array.from(slots, slot => slot.element?.max ?? 0),
    codes: slots.map(slot => slot.element?.codes),
    listed: slots.map(() => ''),
    required: Uint8Array.from(slots, slot => Number(slot.required)),
  }
}
