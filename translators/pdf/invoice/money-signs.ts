import type { Word } from '../text/words.ts'

const dollars = new Set(['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN'])
const signs: [RegExp, string][] = [
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/CA\$|C\$/, 'CAD'],
  [/A\$|AU\$/, 'AUD'],
  [/US\$/, 'USD'],
]
const codes = /^(?:\W*)(USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|MXN|SEK|NOK|DKK|PLN|CZK|SGD|HKD|CNY)(?:\W*)$/

/** The currencies that a page's codes and signs name. A bare dollar sign is the dollar of `expected`, or of the United States. */
export function currenciesOn(words: readonly Word[], expected: string): { currency: string; word: Word }[] {
  const found = new Map<string, Word>()
  for (const word of words) {
    const code =
      codes.exec(word.text)?.[1] ?? signs.find(([sign]) => sign.test(word.text) && /[\d€£$]/.test(word.text))?.[1]
    const currency = code ?? (/\$/.test(word.text) ? (dollars.has(expected) ? expected : 'USD') : undefined)
    if (currency && !found.has(currency)) found.set(currency, word)
  }
  return Array.from(found, ([currency, word]) => ({ currency, word }))
}
