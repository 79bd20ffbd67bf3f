/**
 * HTML as programs for mail show it: styles stand on each element, since many of them drop a style sheet, and widths give way to a phone's.
 */

const colours = { text: '#1b1b1b', soft: '#5c5c57', line: '#dcdcd6', accent: '#1d4ed8', ground: '#f6f6f3' }

/** A whole mail, in one column of the width that programs for mail leave to it. */
export function htmlMail(title: string, parts: readonly string[]): string {
  const font = `font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:${colours.text}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:12px 8px;background:${colours.ground};${font}">
<div style="max-width:568px;margin:0 auto;padding:8px 16px 16px;background:#ffffff;border:1px solid ${colours.line};border-radius:8px;overflow-wrap:anywhere">
${parts.join('\n')}
</div>
</body></html>
`
}

/**
 * A paragraph of a text mail. Lines that begin with a dash are a list, four dashes part two subjects, and a sentence with an address below it is the thing to do: its link.
 */
export function htmlParagraph(text: string): string {
  if (text === '----') return `<hr style="margin:24px 0;border:0;border-top:1px solid ${colours.line}">`
  const [, words, address] = /^(.+):\n(https?:\/\/\S+)$/.exec(text) ?? []
  if (words && address) return link(words, address)
  const lines = text.split('\n')
  const isItem = (line: string) => line.startsWith('- ')
  const first = lines.findIndex(isItem)
  if (first < 0) return `<p style="margin:12px 0">${lines.map(escaped).join('<br>')}</p>`
  const rest = lines.slice(first)
  const end = rest.findIndex(line => !isItem(line))
  const items = end < 0 ? rest : rest.slice(0, end)
  const after = end < 0 ? [] : rest.slice(end)
  return [
    ...(first > 0 ? [htmlParagraph(lines.slice(0, first).join('\n'))] : []),
    `<ul style="margin:12px 0;padding-left:20px">${items.map(item => `<li>${escaped(item.slice(2))}</li>`).join('')}</ul>`,
    ...(after.length > 0 ? [htmlParagraph(after.join('\n'))] : []),
  ].join('\n')
}

/** A heading within a mail. */
export const htmlHeading = (text: string): string =>
  `<h2 style="margin:24px 0 4px;font-size:17px;line-height:1.3">${escaped(text)}</h2>`

/** A button, and below it the address itself, for programs that show no links. */
function link(words: string, address: string): string {
  const button = `display:inline-block;padding:10px 16px;border-radius:6px;background:${colours.accent};color:#ffffff;font-weight:bold;text-decoration:none`
  return [
    `<p style="margin:20px 0 8px"><a href="${escaped(address)}" style="${button}">${escaped(words)}</a></p>`,
    `<p style="margin:0 0 20px;font-size:13px;color:${colours.soft}">${escaped(address)}</p>`,
  ].join('\n')
}

/** A table; the last columns, from `numbersFrom` on, hold numbers. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom: number): string {
  const row = (tag: 'th' | 'td', cells: readonly string[]) => {
    const styled = cells.map((text, column) => {
      const side = column < numbersFrom ? 'text-align:left' : 'text-align:right;white-space:nowrap'
      return `<${tag} style="padding:4px;border-bottom:1px solid ${colours.line};vertical-align:top;font-size:13px;${side}">${escaped(text)}</${tag}>`
    })
    return `<tr>${styled.join('')}</tr>`
  }
  const body = rows.map(cells => row('td', cells)).join('')
  // A phone scrolls a table that is wider than itself: words are not taken apart for it.
  return `<div style="overflow-x:auto"><table style="width:100%;border-collapse:collapse;overflow-wrap:break-word">${row('th', head)}${body}</table></div>`
}

/** Text as it stands in HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
