/**
 * The check digit that closes a GS1 number: weights 3, 1, 3 … from the right, then up to the next ten (GS1 General Specifications 7.9.1).
 * It serves every GTIN, SSCC and GLN, and USPS package barcodes (IMpb) too. `digits` is the number without its check digit.
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight])
    sum += fromRight % 2 === 0 ? digit * 3 : digit
  }
  return String((10 - (sum % 10)) % 10)
}

/** Appends the GS1 check digit: `withGs1CheckDigit('61414100002')` is a GTIN-12. */
export function withGs1CheckDigit(digits: string): string {
  return digits + gs1CheckDigit(digits)
}

/** Whether this is a GTIN-8, -12, -13 or -14 whose check digit is right. */
export function isGtin(value: string): boolean {
  return /^(\d{8}|\d{12,14})$/.test(value) && endsWithGs1CheckDigit(value)
}

/** Whether this is an SSCC: 18 digits with a right check digit, and no application identifier `00` in front. */
export function isSscc(value: string): boolean {
  return /^\d{18}$/.test(value) && endsWithGs1CheckDigit(value)
}

/**
 * A serial shipping container code of 18 digits (GS1 General Specifications 3.2): extension digit, the shipper's GS1 company prefix
 * (7 to 10 digits), the serial padded to fill up, check digit. The caller sees to it that `serial` fits into 16 − prefix digits.
 */
export function makeSscc(extension: number, companyPrefix: string, serial: bigint): string {
  return withGs1CheckDigit(`${extension}${companyPrefix}${String(serial).padStart(16 - companyPrefix.length, '0')}`)
}

/**
 * The check digit of a UPS `1Z` number, from the 15 characters after `1Z`: letters count as A = 2, B = 3 … modulo 10, every second
 * character is doubled, then up to the next ten.
 */
export function upsCheckDigit(characters: string): string {
  let sum = 0
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!
    const value = /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 63) % 10
    sum += index % 2 === 0 ? value : value * 2
  }
  return String((10 - (sum % 10)) % 10)
}

/** The check digit of a 12-digit FedEx number, from its first 11 digits: weights 3, 1, 7 … from the left, modulo 11, then modulo 10. */
export function fedexCheckDigit(digits: string): string {
  const weights = [3, 1, 7]
  let sum = 0
  for (let index = 0; index < digits.length; index++) sum += Number(digits[index]) * weights[index % 3]!
  return String((sum % 11) % 10)
}

function endsWithGs1CheckDigit(value: string): boolean {
  return gs1CheckDigit(value.slice(0, -1)) === value.at(-1)
}
