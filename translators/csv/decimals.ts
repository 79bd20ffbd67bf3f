/**
 * A decimal as documents carry it (`1250.5`) from what people and programs write: `$1,250.50`, `1.250,50` with a decimal comma, `(5.00)` and
 * `5.00-` for negative, `.5`, `0000098`. `undefined` when it is no number or cannot be told for certain.
 */
export function readDecimal(text: string, mark: '.' | ','): string | undefined {
  const { digits, negative } = signOf(text.replace(/[\s%$€£¥]/g, '').replace(/^[A-Z]{3}|[A-Z]{3}$/g, ''))
  const thousands = mark === '.' ? /^\d{1,3}(,\d{3})+(\.\d*)?$/ : /^\d{1,3}([.’']\d{3})+(,\d*)?$/
  const plain = thousands.test(digits) ? digits.replace(mark === '.' ? /,/g : /[.’']/g, '') : digits
  const parts = (mark === '.' ? /^(\d*)(?:\.(\d*))?$/ : /^(\d*)(?:,(\d*))?$/).exec(plain)
  if (!parts || !/\d/.test(plain)) return undefined
  const whole = (parts[1] ?? '').replace(/^0+(?=\d)/, '') || '0'
  const fraction = (parts[2] ?? '').replace(/(?<=^\d{6,})0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function signOf(text: string): { digits: string; negative: boolean } {
  const bracketed = /^\((.*)\)$/.exec(text)
  if (bracketed) return { digits: bracketed[1] ?? '', negative: true }
  const trailing = /^(.*\d)-$/.exec(text)
  if (trailing) return { digits: trailing[1] ?? '', negative: true }
  return { digits: text.replace(/^[+-]/, ''), negative: text.startsWith('-') }
}

const floor = /^(?:>=?|≥|over|above|more than|at least|min\.?)\s*(\d[^+]*)$|^(\d[^+]*?)\s*(?:\+|plus|or more)$/i

/** Most quantities: as documents carry them already, told without the work that the others take. */
const plain = /^(0|[1-9]\d{0,14})$/

/** What spreadsheets keep a number as text by: an apostrophe before it, or quotes around it. */
const kept = /^['’"“]\s*([^'’"“”]*?)\s*['’"”]?$/

/**
 * A quantity on hand as stock files have it: of what is told by its floor alone (`10+`, `>100`, `more than 50`) the floor is certain, and what is below
 * zero, as stock systems have it of what they owe, is nothing to sell. Otherwise as {@link readDecimal}.
 */
export function readOnHand(text: string, mark: '.' | ','): string | undefined {
  if (plain.test(text)) return text
  const bare = kept.exec(text)?.[1] ?? text
  const bound = floor.exec(bare)
  const quantity = readDecimal(bound ? (bound[1] ?? bound[2] ?? '') : bare, mark)
  return quantity?.startsWith('-') ? '0' : quantity
}

/** The two numbers that a quantity may be where nobody has said whether its sign parts thousands or decimals: `1.250` is 1250 or 1.25. */
export function eitherQuantity(text: string, unclear: string | undefined): [string, string] | undefined {
  const parts = unclear ? /^([1-9]\d{0,2})([.,])(\d{3})$/.exec(text) : null
  if (!parts?.[2] || !unclear!.includes(parts[2])) return undefined
  return [`${parts[1]}${parts[3]}`, `${parts[1]}.${parts[3]}`.replace(/\.?0+$/, '')]
}

/** A decimal with the mark of the file, and no thousands separator. */
export function writeDecimal(value: string, mark: '.' | ','): string {
  return mark === '.' ? value : value.replace('.', mark)
}
