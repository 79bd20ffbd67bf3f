import bwip from 'bwip-js/generic'

/** A GS1-128 symbol: widths of bar, space, bar … in modules, beginning and ending with a bar (ISO/IEC 15417). */
export interface Gs1Symbol {
  widths: number[]
  /** The sum of them; the quiet zones of ten modules on either side are not in it. */
  modules: number
}

/**
 * Encodes GS1 element strings with their application identifiers in parentheses: `(00)006141411234567890`.
 * Throws where the data is no valid element string: callers give checked numbers only.
 */
export function gs1Symbol(elements: string): Gs1Symbol {
  const [made] = bwip.raw('gs1-128', elements)
  if (!made || !('sbs' in made)) throw new Error(`labels: ${elements} gave no linear symbol`)
  const widths = [...made.sbs]
  return { widths, modules: widths.reduce((sum, width) => sum + width, 0) }
}
