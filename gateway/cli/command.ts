/** One command of `crossdock`. A new one is a file beside this and a line in `registry.ts`. */
export interface Command {
  /** What is typed: `setup`, `x12 inspect`. */
  name: string
  /** One line for the list of commands. */
  does: string
  /** What may follow the name, one example a line. */
  usage: string
  /** Runs it. Returns the exit status: 0 done, 1 not done, 2 wrong usage. */
  run(args: string[], io: CommandIo): Promise<number>
}

/** The terminal, or a test in its place. */
export interface CommandIo {
  /** Bytes go out as they are: files in other encodings than UTF-8. */
  out(text: string | Uint8Array): void
  error(text: string): void
  /** Waits until what went out has been taken, so that long output does not pile up in memory. */
  drained?(): Promise<void>
  /** Asks on the terminal; undefined where nobody can answer. */
  ask?(question: string, hidden?: boolean): Promise<string>
  environment: Record<string, string | undefined>
  /** Standard input in pieces; absent where it is a terminal, at which nobody would know that something is waited for. */
  input?: AsyncIterable<Uint8Array>
  /** Whether the output is a terminal that shows colours. */
  colours?: boolean
  /** Columns of the terminal; 120 where there is none. */
  columns?: number
}

/** Stops a command: its message tells the person what is wrong with what they typed or named. Exit status 2. */
export class CannotRun extends Error {}
