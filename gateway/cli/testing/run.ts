import { fileURLToPath } from 'node:url'
import type { CommandIo } from '../command.ts'
import { runCommand } from '../run.ts'

/** What a command said and how it ended. */
export interface Said {
  status: number
  out: string
  error: string
}

/** Runs a command as the terminal would, in this process. `input` is standard input, in the pieces given. */
export async function say(
  args: string[],
  input?: Uint8Array | readonly Uint8Array[],
  over: Partial<CommandIo> = {},
): Promise<Said> {
  const said = { out: '', error: '' }
  const pieces = input instanceof Uint8Array ? [input] : input
  const status = await runCommand(args, {
    environment: {},
    out: text => {
      said.out += typeof text === 'string' ? text : Buffer.from(text).toString()
    },
    error: text => {
      said.error += text
    },
    ...(pieces ? { input: stream(pieces) } : {}),
    ...over,
  })
  return { status, ...said }
}

/** A file of the X12 fixtures, by its path there. */
export function x12Path(path: string): string {
  return fileURLToPath(new URL(`../../../fixtures/x12/${path}`, import.meta.url))
}

/** Bytes in pieces of a size. */
export function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size))
}

async function* stream(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}
