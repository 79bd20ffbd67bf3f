import { type FontName, type Fonts, fontNames } from './fonts.ts'

/** A run of text in one font. */
export interface Run {
  text: string
  font: FontName
}

/**
 * Text in a font, cut where another has to help: what Courier lacks is set in Roboto, and what neither has is written as its code point,
 * `[U+5317]`, so that nothing is lost in silence. Control characters are dropped, line breaks and tabs kept.
 */
export function legibleRuns(text: string, font: FontName, coverage: Fonts['coverage']): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x20 && !/[\t\n\r]/.test(character)) continue
    const blank = /\s/.test(character)
    const able = blank || coverage[font](code) ? font : coverage[fontNames.text](code) ? fontNames.text : undefined
    const shown = able ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    const last = runs.at(-1)
    if (last && last.font === (able ?? font)) last.text += shown
    else runs.push({ text: shown, font: able ?? font })
  }
  return runs
}

type Node = Record<string, unknown>

/** Where texts of a document stand beside `text`: what holds other nodes. */
const holders = ['stack', 'columns', 'ul', 'ol', 'table', 'body', 'content', 'toc', 'title', 'section']

/** A copy of a part of a document in which every text can be shown. `font` is the one that the part is set in. */
export function legible(
  part: unknown,
  font: FontName,
  styles: Readonly<Record<string, unknown>>,
  fonts: Fonts,
): unknown {
  if (typeof part === 'string') return text(part, font, fonts)
  if (typeof part === 'number') return String(part)
  if (Array.isArray(part)) return part.map(each => legible(each, font, styles, fonts))
  if (typeof part !== 'object' || part === null) return part
  const node = part as Node
  const own = fontOf(node, styles) ?? font
  const copy: Node = { ...node }
  for (const name of holders) if (node[name] !== undefined) copy[name] = legible(node[name], own, styles, fonts)
  if (node.text !== undefined) copy.text = legible(node.text, own, styles, fonts)
  return copy
}

function fontOf({ font, style }: Node, styles: Readonly<Record<string, unknown>>): FontName | undefined {
  if (typeof font === 'string') return font as FontName
  const names = [style].flat().filter(name => typeof name === 'string')
  const found = names.map(name => (styles[name] as Node | undefined)?.font).findLast(Boolean)
  return found as FontName | undefined
}

/** A string when one font is enough, else runs. */
function text(given: string, font: FontName, { coverage }: Fonts): unknown {
  const runs = legibleRuns(given, font, coverage)
  if (runs.length === 0) return ''
  return runs.length === 1 && runs[0]!.font === font ? runs[0]!.text : { text: runs }
}
