import { parseArgs } from 'node:util'
import { CannotRun, type Command } from '../command.ts'

const database = `Reads the hub’s database (DATABASE_URL or DATA_FOLDER). The embedded one opens for one process only: stop the hub before.`

/** The three commands about the keys by which our SFTP server proves who it is. */
export const hostKeyCommands: readonly Command[] = [
  {
    name: 'sftp host-keys list',
    does: 'list the host keys of our SFTP server, with their fingerprints',
    usage: `crossdock sftp host-keys list
crossdock sftp host-keys list --json

“shown” keys prove the server now; “announced” ones are its own too, and shown later or no longer. --json has the lines for known_hosts.
${database}`,
    async run(args, io) {
      const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
      // Loaded here, so that commands which need no database start without it.
      const { listHostKeys } = await import('./stored.ts')
      return await listHostKeys(io, values.json === true)
    },
  },
  {
    name: 'sftp host-keys add',
    does: 'make the next host key of our SFTP server, shown from a day on',
    usage: `crossdock sftp host-keys add --type ed25519 --from 2027-01-15
crossdock sftp host-keys add --type rsa --from 2027-01-15T06:00:00Z

The key is announced at once: OpenSSH’s clients learn it by themselves, other partners enter it before its day. Until then the old key is shown; it stays
announced afterwards until it is retired. --type is ed25519 or rsa (3072 bits). A hub that runs notices within a minute.
${database}`,
    async run(args, io) {
      const { values } = parseArgs({ args, options: { type: { type: 'string' }, from: { type: 'string' } } })
      const { type } = values
      if (type !== 'ed25519' && type !== 'rsa') throw new CannotRun('Say with --type which key: ed25519 or rsa.')
      const from = new Date(values.from ?? '')
      if (Number.isNaN(from.getTime()))
        throw new CannotRun('Say with --from from which day on it is shown: 2027-01-15.')
      const { addHostKey } = await import('./stored.ts')
      return await addHostKey(io, type, from)
    },
  },
  {
    name: 'sftp host-keys retire',
    does: 'end a host key of our SFTP server for good',
    usage: `crossdock sftp host-keys retire SHA256:…

The private key is destroyed. Clients that know no other key of the server refuse to connect from then on.
${database}
Exit status: 0 retired, 1 not, 2 wrong usage.`,
    async run(args, io) {
      const { positionals } = parseArgs({ args, options: {}, allowPositionals: true })
      const [fingerprint] = positionals
      if (positionals.length !== 1 || !fingerprint?.startsWith('SHA256:'))
        throw new CannotRun('Name the key by its fingerprint: SHA256:…, as the list shows it.')
      const { retireHostKey } = await import('./stored.ts')
      return await retireHostKey(io, fingerprint)
    },
  },
]
