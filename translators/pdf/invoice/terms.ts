import type { Terms } from '../../documents/index.ts'

/** Payment terms from the words that invoices use: `2% 10, Net 30`, `2/10 n/30`, `Due on receipt`, `30 Tage netto`, `Net 10 EOM`. `undefined` where none are named. */
export function termsIn(text: string): Terms | undefined {
  const plain = text.replace(/\s+/g, ' ').trim()
  const net =
    /\bnet(?:to)?\.? ?(?:in )?(\d{1,3})\b/i.exec(plain) ??
    /\bn ?\/ ?(\d{1,3})\b/i.exec(plain) ??
    /\b(\d{1,3}) (?:days?|tagen?) net(?:to)?\b/i.exec(plain)
  const discount =
    /\b(\d{1,2}(?:\.\d+)?) ?%,? (?:discount )?(?:if paid )?(?:in |within )?(\d{1,2})\b/i.exec(plain) ??
    /\b(\d{1,2}(?:\.\d+)?) ?\/ ?(\d{1,2}),? n/i.exec(plain)
  const immediate = /\b(?:due|payable) (?:up)?on receipt\b|\bsofort (?:zahlbar|fällig)\b/i.test(plain)
  const netDays = net ? Number(net[1]) : immediate ? 0 : undefined
  if (netDays === undefined) return undefined
  const fromEndOfMonth =
    /\be\.?o\.?m\b|\b(?:after|from|following) (?:the )?(?:end of (?:the )?month|month end)\b/i.test(plain)
  return {
    netDays,
    ...(fromEndOfMonth && { countedFrom: 'end-of-month' as const }),
    ...(discount ? { discountPercent: discount[1]!, discountDays: Number(discount[2]) } : {}),
  }
}
