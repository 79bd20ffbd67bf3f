import { isGtin, withGs1CheckDigit } from '../../translators/check-digits.ts'

/** A GTIN as 14 digits, proved by its check digit; or what is wrong with it, and the numbers that it may have been. */
export type GtinReading = { gtin: string } | { damaged: string; damage: GtinDamage; repairs: string[] }

/** What became of a number: a spreadsheet took it for an amount, took its leading zeros, or it is simply wrong. */
export type GtinDamage = 'exponent' | 'lost-zeros' | 'check-digit' | 'no-digits'

/** Shorter GTINs are filled up with zeros on the left (GS1 General Specifications 1.4). */
const filled = (digits: string) => digits.padStart(14, '0')

/**
 * Reads a GTIN as people and spreadsheets write it. Nothing is guessed: a number that its own check digit does not prove is told as damaged, with
 * the repairs that a person may choose from.
 * @example
 * readGtin('614141000036') // { gtin: '00614141000036' }
 * readGtin('6.14E+11') // { damaged: '6.14E+11', damage: 'exponent', repairs: [] }
 */
export function readGtin(text: string): GtinReading {
  const damaged = text.trim()
  const digits = damaged.replace(/[\s-]/g, '')
  if (isGtin(digits)) return { gtin: filled(digits) }
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(digits)) return { damaged, damage: 'exponent', repairs: exactOf(digits) }
  if (/^\d+\.0+$/.test(digits)) return { damaged, damage: 'exponent', repairs: repairsOf(digits.split('.')[0]!) }
  if (!/^\d{1,14}$/.test(digits)) return { damaged, damage: 'no-digits', repairs: [] }
  const short = digits.length < 12 && digits.length !== 8
  if (short && isGtin(filled(digits))) return { damaged, damage: 'lost-zeros', repairs: [filled(digits)] }
  return { damaged, damage: short ? 'lost-zeros' : 'check-digit', repairs: repairsOf(digits) }
}

/** `6.14141000036E+11` still has all its digits, `6.14E+11` does not: of the latter nobody can tell the rest. */
function exactOf(text: string): string[] {
  const [mantissa = '', exponent = ''] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  return digits.length === whole.length + Number(exponent) ? repairsOf(digits) : []
}

/** The number with its leading zeros where its check digit proves it; otherwise numbers that differ by what goes wrong most often: the check digit is gone, or two digits that changed places. */
function repairsOf(digits: string): string[] {
  if (isGtin(filled(digits))) return [filled(digits)]
  const found = new Set<string>()
  if (digits.length === 11) found.add(filled(withGs1CheckDigit(digits)))
  for (let at = 0; at + 1 < digits.length; at++) {
    const swapped = `${digits.slice(0, at)}${digits[at + 1]}${digits[at]}${digits.slice(at + 2)}`
    if (swapped !== digits && isGtin(swapped)) found.add(filled(swapped))
  }
  return [...found]
}
