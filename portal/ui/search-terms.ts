/** How many numbers are looked up at once. */
export const mostTerms = 200

/** What is looked for: something typed, perhaps only its beginning, or several whole numbers. */
export type Sought = { one: string } | { many: string[]; cut: boolean }

const separators = /[\s,;]+/

/**
 * Reads what was typed or pasted. Several words are several numbers where there is a comma, a semicolon or a line end between them, or a digit
 * in each; otherwise they are one text, such as a customer's name.
 * @returns undefined where there is nothing to look for
 */
export function soughtIn(text: string): Sought | undefined {
  const trimmed = text.trim()
  const words = [...new Set(trimmed.split(separators).filter(Boolean))]
  if (words.length === 0) return undefined
  const isList = /[\n\t,;]/.test(trimmed) || words.every(word => /\d/.test(word))
  if (words.length === 1 || !isList) return { one: words.length === 1 ? words[0]! : trimmed.slice(0, 100) }
  return { many: words.slice(0, mostTerms), cut: words.length > mostTerms }
}

/** The SSCC in what somebody scanned or typed: its 18 digits, also behind the application identifier 00 (GS1 General Specifications 3.2). */
export function ssccIn(text: string): string | undefined {
  return /^(?:\(00\)|00)?(\d{18})$/.exec(text.replaceAll(/\s+/g, ''))?.[1]
}
