const opensFormula = /^[=+\-@\t\r\n＝＋－＠]/
/** Telephone numbers and signed figures: nothing in them can name a function or a cell. */
const harmless = /^[+-][\d\s().,/-]*$/

function wouldRun(text: string): boolean {
  const inner = text.replace(/^'+/, '')
  return opensFormula.test(inner) && !harmless.test(inner)
}

/**
 * Puts an apostrophe before text that a spreadsheet would take for a formula (OWASP: CSV injection), also before such text that has
 * apostrophes already, so that `unguardFormula` can tell for certain which one was added. Numbers are never given to it.
 */
export function guardFormula(text: string): string {
  return wouldRun(text) ? `'${text}` : text
}

/** Takes away the apostrophe that `guardFormula` puts before text, and no other: `unguardFormula(guardFormula(text)) === text`. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && wouldRun(text) ? text.slice(1) : text
}
