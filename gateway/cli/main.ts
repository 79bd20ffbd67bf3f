import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { CannotOpen } from '../../db/cannot-open.ts'
import { loadEnvironmentFile } from '../config/environment-file.ts'
import { WrongSettings } from '../config/settings.ts'
import type { CommandIo } from './command.ts'
import { runCommand } from './run.ts'

const io: CommandIo = {
  out: text => process.stdout.write(text),
  error: text => process.stderr.write(text),
  async drained() {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
  environment: { ...loadEnvironmentFile('.env'), ...process.env },
  ...(process.stdin.isTTY ? { ask } : { input: process.stdin }),
  colours: process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  ...(process.stdout.isTTY && process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}),
}

// Whoever reads may have seen enough: `crossdock x12 inspect FILE | head`.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  process.exit(0)
})

async function ask(question: string, hidden = false): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: true })
  const answer = lines.question(question)
  // What is typed after the question is not echoed.
  if (hidden) Object.assign(lines, { _writeToOutput: () => undefined })
  const text = await answer
  lines.close()
  if (hidden) process.stdout.write('\n')
  return text.trim()
}

try {
  process.exitCode = await runCommand(process.argv.slice(2), io)
} catch (error) {
  if (!(error instanceof WrongSettings || error instanceof CannotOpen)) throw error
  io.error(`${error.message}\n`)
  process.exitCode = error instanceof WrongSettings ? 2 : 1
}
