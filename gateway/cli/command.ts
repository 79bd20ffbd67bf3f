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
  out(text: string): void
  error(text: string): void
  /** Asks on the terminal; undefined where nobody can answer. */
  ask?(question: string, hidden?: boolean): Promise<string>
  environment: Record<string, string | undefined>
}
