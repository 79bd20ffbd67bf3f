import { createReadStream } from 'node:fs'
import { CannotRun, type CommandIo } from './command.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOTDIR: 'there is no such file',
}

/** The files to read: those named, else standard input. */
export function inputNames(positionals: readonly string[]): readonly string[] {
  return positionals.length > 0 ? positionals : ['-']
}

/** The one file to read. Throws {@link CannotRun} when more are named. */
export function oneInput(positionals: readonly string[]): string {
  const [name = '-', ...others] = positionals
  if (others.length > 0) throw new CannotRun(`One file at a time: “${others.join(' ')}” is too much.`)
  return name
}

/** How a file is called in what is said about it. */
export function shownName(name: string): string {
  return name === '-' ? 'standard input' : name
}

/** The bytes of a file in pieces, `-` being standard input. Throws {@link CannotRun} when it cannot be read. */
export async function* piecesOf(name: string, io: CommandIo): AsyncGenerator<Uint8Array> {
  if (name === '-') {
    if (!io.input) throw new CannotRun('Name a file, or send one to standard input.')
    yield* io.input
    return
  }
  try {
    yield* createReadStream(name, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>
  } catch (error) {
    throw new CannotRun(`${name} cannot be read: ${reasonOf(error)}.`)
  }
}

/** The whole of a file. Throws {@link CannotRun} when it cannot be read. */
export async function bytesOf(name: string, io: CommandIo): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of piecesOf(name, io)) pieces.push(piece)
  return Buffer.concat(pieces)
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[code ?? ''] ?? message
}
