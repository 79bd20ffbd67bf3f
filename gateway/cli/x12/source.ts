import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import { dictionaryVersions } from '../../../translators/x12/guides/dictionary.ts'
import { type Overlay, overlaySchema, type ReadOptions } from '../../../translators/x12/index.ts'
import { lookalikeOf, openingMessage } from '../../../translators/x12/stray.ts'
import { CannotRun, type CommandIo } from '../command.ts'
import { piecesOf, shownName } from '../input.ts'

/** Bytes from which a file is judged. */
const headSize = 4096
/** An ISA anywhere: X12 may stand after other text. */
const anyHeader = /ISA[^A-Za-z0-9\s].{2}[^A-Za-z0-9\s]/s

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
  let head: Buffer = Buffer.alloc(0)
  for await (const piece of piecesOf(name, io)) {
    if (head.length < headSize) {
      head = Buffer.concat([head, piece.subarray(0, headSize)])
      refuseOther(head, name)
    }
    reader.push(piece)
    await between?.()
    await io.drained?.()
  }
  if (head.length === 0) throw new CannotRun(`${shownName(name)} is empty.`)
  reader.end()
  await between?.()
  if (reader.found) return
  throw new CannotRun(`${shownName(name)} is not X12: ${openingMessage(head) ?? 'it has no ISA segment.'}`)
}

/** Throws what a file is when it is clearly something else; an ISA near the start speaks for it, except within an archive that keeps its files as they are. */
function refuseOther(head: Buffer, name: string): void {
  const text = head.toString('latin1')
  const isArchive = text.startsWith('PK\x03\x04')
  if (!isArchive && anyHeader.test(text)) return
  const like =
    lookalikeOf(head) ?? (head.includes(0) ? { what: 'binary data', advice: 'ask the sender for X12' } : undefined)
  if (like) throw new CannotRun(`${shownName(name)} is not X12: it looks like ${like.what}; ${like.advice}.`)
}

/** How files are read: by which partner's maps, and by the guide of which release. */
export const readingOptions = {
  overlay: { type: 'string', multiple: true },
  release: { type: 'string' },
} as const

/** The values of {@link readingOptions}: maps in files, by the set that each names. Throws {@link CannotRun} with what is wrong with one. */
export function readingFrom({ overlay = [], release }: { overlay?: string[]; release?: string }): ReadOptions {
  const overlays = overlay.map(readOverlay)
  const known = dictionaryVersions.find(version => version === release)
  if (release !== undefined && !known) {
    throw new CannotRun(`--release takes one of ${dictionaryVersions.join(', ')}; “${release}” is none of them.`)
  }
  return {
    overlay: (_sender, _receiver, set) => overlays.find(each => each.set === set),
    ...(known ? { validation: { release: known } } : {}),
  }
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
