import { CannotRun, type Command, type CommandIo } from './command.ts'
import { commands } from './registry.ts'

/** Finds the command that the arguments begin with and runs it. Without one, or with `--help`, says what there is. */
export async function runCommand(args: string[], io: CommandIo): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (!command) {
    const asked = args.length === 0 || args.includes('--help') || args[0] === 'help'
    if (!asked) io.error(`There is no command “${args.join(' ')}”.\n\n`)
    ;(asked ? io.out : io.error)(help(args[0]))
    return asked ? 0 : 2
  }
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help')) {
    io.out(`${command.name}: ${command.does}\n\n${usage(command)}\n`)
    return 0
  }
  try {
    return await command.run(rest, io)
  } catch (error) {
    if (error instanceof CannotRun) {
      io.error(`${error.message}\n`)
      return 2
    }
    if (!isWrongUsage(error)) throw error
    io.error(`${error.message}\n\n${usage(command)}\n`)
    return 2
  }
}

const usage = (command: Command) =>
  command.usage
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n')

/** What `parseArgs` throws at an option that it does not know. */
function isWrongUsage(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
}

/** The commands that begin with this word (`x12`); all where none does. */
function help(word: string | undefined): string {
  const family = commands.filter(({ name }) => name.startsWith(`${word} `))
  const listed = family.length > 0 ? family : commands
  const width = Math.max(...listed.map(({ name }) => name.length)) + 2
  return [
    'crossdock: the hub’s command line',
    '',
    ...listed.map(({ name, does }) => `  ${name.padEnd(width)}${does}`),
    '',
    'crossdock COMMAND --help tells more.',
    '',
  ].join('\n')
}
