import { ApplicationError } from '../../../db/application-error.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import * as stored from '../../../partners/host-keys/host-keys.ts'
import { type SecretBox, secretBox } from '../../../partners/secrets.ts'
import { installationSecret } from '../../config/secret.ts'
import { readSettings } from '../../config/settings.ts'
import { installationHostKeys, makeHostKey } from '../../doors/sftp-host-keys.ts'
import { openHub } from '../certificates/stored.ts'
import type { CommandIo } from '../command.ts'

async function withKeys(io: CommandIo, run: (hub: HubDatabase, box: SecretBox) => Promise<number>): Promise<number> {
  const box = secretBox(installationSecret(readSettings(io.environment)))
  const hub = await openHub(io)
  try {
    return await run(hub, box)
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    io.error(`${error.message}\n`)
    return 1
  } finally {
    await hub.close()
  }
}

/** Prints the keys, one a line, or as JSON without the private halves. */
export function listHostKeys(io: CommandIo, json: boolean): Promise<number> {
  return withKeys(io, async (hub, box) => {
    const states = stored.hostKeyStates(await installationHostKeys(hub, box), hub.now())
    const rows = [...states].map(([{ privateKey: _, ...key }, state]) => ({ ...key, state }))
    if (json) io.out(`${JSON.stringify(rows, undefined, 2)}\n`)
    else
      for (const { fingerprint, algorithm, state, useFrom, retiredAt } of rows) {
        const when = retiredAt ? `retired ${retiredAt.slice(0, 10)}` : `from ${useFrom.slice(0, 10)}`
        io.out(`${fingerprint}  ${algorithm}  ${state}  ${when}\n`)
      }
    return 0
  })
}

/** Makes a key and stores it. */
export function addHostKey(io: CommandIo, type: 'ed25519' | 'rsa', from: Date): Promise<number> {
  return withKeys(io, async (hub, box) => {
    await installationHostKeys(hub, box)
    const key = makeHostKey(type, hub.now(), from)
    await hub.work('command-line', work => stored.addHostKey(work, box, key))
    io.out(`${key.fingerprint} is announced from now on, and shown from ${key.useFrom}.\n${key.publicKey}\n`)
    return 0
  })
}

/** Ends a key. */
export function retireHostKey(io: CommandIo, fingerprint: string): Promise<number> {
  return withKeys(io, async (hub, box) => {
    await hub.work('command-line', work => stored.retireHostKey(work, box, fingerprint))
    io.out(`${fingerprint} is retired; its private key is destroyed.\n`)
    return 0
  })
}
