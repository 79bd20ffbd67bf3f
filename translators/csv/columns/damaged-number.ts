/** Whether a text is what a spreadsheet leaves of a long number that it saves as CSV: `1.2E+11`. Its digits are gone. */
export function isDamagedNumber(text: string): boolean {
  return text.includes('+') && /^\s*\d(?:[.,]\d+)?E\+\d{1,3}\s*$/i.test(text)
}
