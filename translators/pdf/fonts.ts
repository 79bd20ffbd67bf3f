import type { TFontDictionary } from 'pdfmake/interfaces.js'
import { type Coverage, standardCoverage, trueTypeCoverage } from './coverage.ts'

/** The fonts of everything that is printed: Roboto for text (embedded, as far as it is used), Courier for data (in every reader). */
export const fontNames = { text: 'Roboto', data: 'Courier' } as const

/** A font by its name in a document. */
export type FontName = (typeof fontNames)[keyof typeof fontNames]

/** Fonts as pdfmake takes them, the files they need, and what each of them can show. */
export interface Fonts {
  dictionary: TFontDictionary
  files: ReadonlyMap<string, Uint8Array>
  coverage: Readonly<Record<FontName, Coverage>>
}

const roboto = {
  normal: 'Roboto-Regular.ttf',
  bold: 'Roboto-Medium.ttf',
  italics: 'Roboto-Italic.ttf',
  bolditalics: 'Roboto-MediumItalic.ttf',
} as const

const courier = {
  normal: 'Courier',
  bold: 'Courier-Bold',
  italics: 'Courier-Oblique',
  bolditalics: 'Courier-BoldOblique',
} as const

let opened: Promise<Fonts> | undefined

/** Opens the fonts when something is first printed: they are large. */
export function openFonts(): Promise<Fonts> {
  opened ??= open()
  return opened
}

async function open(): Promise<Fonts> {
  const { default: stored } = await import('pdfmake/build/vfs_fonts.js')
  const files = new Map(Object.values(roboto).map(name => [name, bytesOf(stored[name]!)] as const))
  return {
    dictionary: { Roboto: roboto, Courier: courier },
    files,
    coverage: { Roboto: trueTypeCoverage(files.get(roboto.normal)!), Courier: standardCoverage },
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
}
