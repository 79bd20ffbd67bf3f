import { parseArgs } from 'node:util'
import type { Command, CommandIo } from './command.ts'

const fields = [
  ['retailer', 'Name of the retailer'],
  ['currency', 'Its currency (three letters, e.g. USD)'],
  ['name', 'Your name'],
  ['email', 'Your e-mail address, for signing in'],
  ['password', 'A password of at least 12 characters'],
] as const

/** Makes the first retailer and its administrator. Asks for what the options leave out. */
export const setup: Command = {
  name: 'setup',
  does: 'make the first retailer and its administrator',
  usage:
    'crossdock setup\ncrossdock setup --retailer "Harbor & Pine" --currency USD --name "Ada Marsh" --email ada@example.com --password …',
  async run(args, io) {
    const { values } = parseArgs({
      args,
      options: Object.fromEntries(fields.map(([name]) => [name, { type: 'string' as const }])),
    })
    // Loaded here, so that commands which need no database start without it.
    const { setUpHub } = await import('./set-up-hub.ts')
    return setUpHub(() => answers(values as Record<string, string | undefined>, io), io)
  },
}

async function answers(given: Record<string, string | undefined>, io: CommandIo): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, question] of fields) {
    const value = given[name] ?? (await io.ask?.(`${question}: `, name === 'password'))
    if (value) found[name] = value
  }
  return found
}
