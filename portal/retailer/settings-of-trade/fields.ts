import Big from 'big.js'
import { positiveDecimal } from '../../../translators/documents/index.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** One field of a form of settings. */
export interface FieldSpec {
  name: string
  label: string
  hint?: string
  kind: 'text' | 'number' | 'lines' | 'check' | 'choice'
  /** Of a choice: value and word. */
  options?: readonly { value: string; word: string }[]
}

/** Fields that belong together, under a heading of their own where there are several such. */
export interface FieldGroup {
  legend?: string
  fields: readonly FieldSpec[]
}

/** Reads the fields of a form and keeps what is wrong with them, in words. */
export class FormReader {
  readonly errors: Record<string, string> = {}
  readonly #values: FormValues

  constructor(values: FormValues) {
    this.#values = values
  }

  /** Undefined where nothing is given. */
  text(name: string): string | undefined {
    return this.#values[name]?.trim() || undefined
  }

  checked(name: string): boolean {
    return this.#values[name] === 'on'
  }

  /** The lines of a field that say anything, each with its number from 1. */
  lines(name: string): { number: number; text: string }[] {
    const all = (this.#values[name] ?? '')
      .split(/\r?\n/)
      .map((text, index) => ({ number: index + 1, text: text.trim() }))
    return all.filter(line => line.text !== '')
  }

  /** An amount that is not negative. */
  amount(name: string): string | undefined {
    const text = this.text(name)
    if (text === undefined || positiveDecimal.safeParse(text).success) return text
    return this.wrong(name, 'Enter a number such as 2.50, or leave it empty.')
  }

  /** Per cent, as the share that they are: `2` is `0.02`. */
  share(name: string): string | undefined {
    const percent = this.amount(name)
    if (percent === undefined) return undefined
    if (new Big(percent).gt(100)) return this.wrong(name, 'Enter at most 100 per cent.')
    return new Big(percent).div(100).toFixed()
  }

  /** A whole number within bounds. */
  whole(name: string, most: number): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (/^\d{1,5}$/.test(text) && Number(text) <= most) return Number(text)
    return this.wrong(name, `Enter a whole number from 0 to ${most}.`)
  }

  /** Notes what is wrong with a field. */
  wrong(name: string, message: string): undefined {
    this.errors[name] ??= message
  }
}

/** A share as per cent: `0.02` is `2`. */
export function percentOf(share: string | undefined): string {
  return share === undefined ? '' : new Big(share).times(100).toFixed()
}

/** Text for a field; nothing for what is not set. */
export function textOf(value: string | number | null | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}
