/** Whether a font has a picture of a character, by its code point. */
export type Coverage = (codePoint: number) => boolean

/** The 27 characters of Windows-1252 that are not where Latin-1 has them: what the standard fonts of PDF have beside Latin-1. */
const windows = new Set([...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map(character => character.codePointAt(0)!))

/** The standard fonts of every PDF reader (ISO 32000-1, annex D.2: WinAnsiEncoding). */
export const standardCoverage: Coverage = code =>
  (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || windows.has(code)

/** The characters of a TrueType font: its `cmap` table in format 4, the Basic Multilingual Plane (OpenType 1.9, cmap). */
export function trueTypeCoverage(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const segments = segmentsOf(view, formatFour(view, tableAt(view, 'cmap')))
  return code => code <= 0xffff && segments.some(([from, to]) => code >= from && code <= to)
}

function tableAt(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + i * 16
    const tag = String.fromCharCode(...[0, 1, 2, 3].map(at => view.getUint8(record + at)))
    if (tag === name) return view.getUint32(record + 8)
  }
  throw new Error(`font: there is no table ${name}`)
}

function formatFour(view: DataView, cmap: number): number {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 4 + i * 8 + 4)
    if (view.getUint16(subtable) === 4) return subtable
  }
  throw new Error('font: its characters are not listed in format 4')
}

/** Runs of code points; the last, 0xFFFF, stands for nothing. */
function segmentsOf(view: DataView, table: number): [number, number][] {
  const count = view.getUint16(table + 6) / 2
  const ends = table + 14
  const starts = ends + count * 2 + 2
  return Array.from({ length: count - 1 }, (_, i) => [view.getUint16(starts + i * 2), view.getUint16(ends + i * 2)])
}
