import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { visible } from '../paint.ts'

/** Shows everybody with an account. */
export const peopleList: Command = {
  name: 'people list',
  does: 'list everybody with an account, with roles, second factor and sessions',
  usage: `crossdock people list
crossdock people list --json

Reads the hub’s database (DATABASE_URL or DATA_FOLDER). The embedded one opens for one process only: stop the hub before.`,
  async run(args, io) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    // Loaded here, so that commands which need no database start without it.
    const { accounts } = await import('./stored.ts')
    const people = await accounts(io)
    if (values.json) io.out(`${JSON.stringify(people, undefined, 2)}\n`)
    else if (people.length === 0) io.out('Nobody has an account. Run crossdock setup.\n')
    else
      for (const { email, name, places, hasSecondFactor, sessions, isLocked } of people) {
        const roles = places.map(
          ({ place, role, isDisabled }) => `${role} at ${place}${isDisabled ? ' (disabled)' : ''}`,
        )
        const facts = [
          roles.join(', ') || 'no role',
          hasSecondFactor ? 'second factor' : 'no second factor',
          `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`,
          ...(isLocked ? ['locked'] : []),
        ]
        io.out(`${visible(`${email}  ${name}  ${facts.join('; ')}`)}\n`)
      }
    return 0
  },
}
