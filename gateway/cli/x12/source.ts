import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import { type Overlay, type OverlayResolver, overlaySchema } from '../../../translators/x12/index.ts'
import { CannotRun, type CommandIo } from '../command.ts'
import { piecesOf, shownName } from '../input.ts'

/** What a file that is no X12 looks like, by how it begins. */
const lookalikes: readonly [RegExp, string][] = [
  [/^%PDF/, 'a PDF'],
  [/^\x1f\x8b/, 'a gzip file: unpack it first'],
  [/^(\xff\xfe|\xfe\xff)/, 'text in UTF-16: save it as UTF-8'],
  [/^(\xef\xbb\xbf)?\s*(UNA|UNB)/, 'EDIFACT'],
  [/^(\xef\xbb\xbf)?\s*[[{]/, 'JSON'],
  [/^(\xef\xbb\xbf)?\s*</, 'XML or HTML'],
  [/^(as2-|message-id:|content-type:|mime-version:)/i, 'an AS2 or mail message: try crossdock as2 inspect'],
  [/^\x30[\x80-\x84]/, 'a CMS structure (signed or encrypted): try crossdock as2 inspect'],
  [/\x00/, 'binary data'],
]

/** Bytes from which a file is judged. */
const headSize = 4096

/**
 * Reads a file piece by piece; `between` comes after each. Throws {@link CannotRun} when it cannot be read, is something else, or holds no
 * ISA at all.
 */
export async function readPieces(
  name: string,
  io: CommandIo,
  reader: AnnotatedReader,
  between?: () => Promise<void>,
): Promise<void> {
  let head = ''
  for await (const piece of piecesOf(name, io)) {
    if (head.length < headSize) {
      head += Buffer.from(piece.subarray(0, headSize)).toString('latin1')
      const like = lookalike(head)
      if (like) throw new CannotRun(`${shownName(name)} is not X12: it looks like ${like}.`)
    }
    reader.push(piece)
    await between?.()
    await io.drained?.()
  }
  if (head === '') throw new CannotRun(`${shownName(name)} is empty.`)
  reader.end()
  await between?.()
  if (!reader.found) throw new CannotRun(`${shownName(name)} is not X12: it has no ISA segment.`)
}

/**
 * What a file is when it is clearly something else; X12 may stand after other text, so an ISA near the start speaks for it, except within an
 * archive that keeps its files as they are.
 */
function lookalike(head: string): string | undefined {
  if (head.startsWith('PK\x03\x04')) return 'a ZIP file or a spreadsheet'
  if (/ISA[^A-Za-z0-9\s].{2}[^A-Za-z0-9\s]/s.test(head)) return undefined
  return lookalikes.find(([pattern]) => pattern.test(head))?.[1]
}

/** The overlays in files, by the set that each names. Throws {@link CannotRun} with what is wrong with one. */
export function overlaysFrom(files: readonly string[]): OverlayResolver {
  const overlays = files.map(readOverlay)
  return (_sender, _receiver, set) => overlays.find(overlay => overlay.set === set)
}

/** A trading partner's map in a file. Throws {@link CannotRun} with what is wrong with it. */
export function readOverlay(file: string): Overlay {
  return readJsonFile(file, overlaySchema, 'a trading partner’s map')
}

/** A file of JSON held against a schema. Throws {@link CannotRun} with what is wrong with it. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>, what: string): T {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CannotRun(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const result = schema.safeParse(value)
  if (!result.success) throw new CannotRun(`${file} is not ${what}:\n${z.prettifyError(result.error)}`)
  return result.data
}
