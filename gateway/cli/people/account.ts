import { parseArgs } from 'node:util'
import { CannotRun, type Command } from '../command.ts'
import type { AccountAct } from './stored.ts'

const where = `Changes the hub’s database (DATABASE_URL or DATA_FOLDER) and stands in the audit log as command-line. The embedded one opens for one
process only: stop the hub before. Exit status: 0 done, 1 not, 2 wrong usage.`

/** One command that does something with one account, named by its address. */
function onAccount(
  act: AccountAct,
  does: string,
  options: readonly ('retailer' | 'supplier' | 'role')[] = [],
): Command {
  const examples: Record<(typeof options)[number], string> = {
    retailer: '[--retailer SLUG]',
    supplier: '[--supplier SLUG]',
    role: '[--role ROLE]',
  }
  return {
    name: `people ${act}`,
    does,
    usage: `crossdock people ${[act, 'EMAIL', ...options.map(option => examples[option])].join(' ')}\n\n${where}`,
    async run(args, io) {
      const known = Object.fromEntries(options.map(option => [option, { type: 'string' as const }]))
      const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true })
      const [email] = positionals
      if (positionals.length !== 1 || !email?.includes('@')) throw new CannotRun('Name one person by e-mail address.')
      // Loaded here, so that commands which need no database start without it.
      const { actOnAccount } = await import('./stored.ts')
      return await actOnAccount(act, email, values, io)
    },
  }
}

/** What the operator of an installation can do for people who cannot help themselves in the portal any more. */
export const accountCommands: readonly Command[] = [
  onAccount('invite', 'invite somebody, and print the link', ['retailer', 'supplier', 'role']),
  onAccount('password-link', 'print a link by which somebody chooses a new password'),
  onAccount('reset-second-factor', 'take a lost second factor away'),
  onAccount('sign-out', 'end all sessions of somebody'),
  onAccount('lock', 'keep somebody out at once'),
  onAccount('unlock', 'let somebody in again, also after too many wrong passwords'),
  onAccount('make-admin', 'make somebody with an account an administrator', ['retailer']),
]
