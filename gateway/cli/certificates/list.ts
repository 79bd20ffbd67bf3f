import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { visible } from '../paint.ts'

/** Shows the installation's certificates. */
export const certificatesList: Command = {
  name: 'certificates list',
  does: 'list the certificates of all partners, with their fingerprints',
  usage: `crossdock certificates list
crossdock certificates list --json

Reads the hub’s database (DATABASE_URL or DATA_FOLDER). The embedded one opens for one process only: stop the hub before.`,
  async run(args, io) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    // Loaded here, so that commands which need no database start without it.
    const { openHub, allCertificates } = await import('./stored.ts')
    const hub = await openHub(io)
    try {
      const rows = await allCertificates(hub.orm)
      if (values.json) io.out(`${JSON.stringify(rows, undefined, 2)}\n`)
      else if (rows.length === 0) io.out('There are no certificates.\n')
      else
        for (const { fingerprint, status, retailer, partner, owner, subject, validTo } of rows) {
          const whose = owner === 'own' ? `ours${partner ? ` for ${partner}` : ''}` : `of ${partner}`
          const line = `${fingerprint}  ${status}  until ${validTo.toISOString().slice(0, 10)}  ${retailer}, ${whose}: ${subject}`
          io.out(`${visible(line)}\n`)
        }
      return 0
    } finally {
      await hub.close()
    }
  },
}
