import { parseArgs } from 'node:util'
import { CannotRun, type Command } from '../command.ts'

/** Revokes a certificate, as the console and the API do. */
export const certificatesRevoke: Command = {
  name: 'certificates revoke',
  does: 'refuse everything under a certificate from now on, with a reason',
  usage: `crossdock certificates revoke FINGERPRINT --reason "The partner’s key was copied"
crossdock certificates revoke FINGERPRINT --reason "…" --retailer harbor-and-pine

FINGERPRINT is the SHA-256 of the certificate, with or without colons; crossdock certificates list shows it. --retailer (its short name) says whose,
where several have it: each retailer decides for its own partners. It cannot be taken back. Reads the hub’s database (DATABASE_URL or
DATA_FOLDER); the embedded one opens for one process only: stop the hub before.
Exit status: 0 revoked, 1 not, 2 wrong usage.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      options: { reason: { type: 'string' }, retailer: { type: 'string' } },
      allowPositionals: true,
    })
    const fingerprint = positionals[0]?.replaceAll(/[:\s]/g, '').toLowerCase()
    if (positionals.length !== 1 || !fingerprint || !/^[0-9a-f]{64}$/.test(fingerprint))
      throw new CannotRun('Name the certificate by its SHA-256 fingerprint: 64 hexadecimal digits.')
    if (!values.reason?.trim())
      throw new CannotRun('Say why with --reason: whoever is refused because of it reads this.')
    // Loaded here, so that commands which need no database start without it.
    const { openHub, revokeByFingerprint } = await import('./stored.ts')
    const hub = await openHub(io)
    try {
      return await revokeByFingerprint(hub, { fingerprint, reason: values.reason, retailer: values.retailer }, io)
    } finally {
      await hub.close()
    }
  },
}
