import type { PrintedDocument } from '../../../pdf/index.ts'
import { fontNames } from '../../../pdf/index.ts'

/** Colours of the printed guide: legible in grey too. */
export const colors = {
  accent: '#0b4a8a',
  soft: '#50606e',
  line: '#c3ccd5',
  panel: '#eef1f5',
  need: '#8a1c1c',
} as const

/** Styles by name. Sizes are in points. */
export const styles: NonNullable<PrintedDocument['styles']> = {
  cover: { fontSize: 28, bold: true, color: colors.accent },
  subtitle: { fontSize: 14, color: colors.soft },
  h1: { fontSize: 17, bold: true, color: colors.accent, margin: [0, 6, 0, 6] },
  h2: { fontSize: 12.5, bold: true, margin: [0, 12, 0, 3] },
  facts: { fontSize: 8.5, color: colors.soft, margin: [0, 0, 0, 4] },
  soft: { color: colors.soft },
  head: { bold: true, fontSize: 8, color: colors.soft, fillColor: colors.panel },
  cell: { fontSize: 8.5 },
  small: { fontSize: 7.5, color: colors.soft },
  // Courier stands higher in its line than Roboto.
  data: { font: fontNames.data, fontSize: 8, margin: [0, 1.4, 0, 0] },
  example: { font: fontNames.data, fontSize: 7.5, lineHeight: 1.15 },
}

/** A table with a repeated head, thin lines, and rows that are never cut in two. */
export const tableLayout = {
  hLineWidth: (row: number) => (row === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => colors.line,
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 1.7,
  paddingBottom: () => 1.7,
}
