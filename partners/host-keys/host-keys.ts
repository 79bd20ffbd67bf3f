import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { installationKeys } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { ensureHouse, houseRetailerId } from '../house.ts'
import type { SecretBox } from '../secrets.ts'

const instant = z.iso.datetime()

const hostKey = z.object({
  /** `ssh-ed25519`, `ssh-rsa`. */
  algorithm: z.string(),
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  fingerprint: z.string(),
  /** The line for `known_hosts`, without the host. */
  publicKey: z.string(),
  /** As OpenSSH writes it; destroyed when the key is retired. */
  privateKey: z.string().optional(),
  addedAt: instant,
  /** From then on the server shows it, in place of the one before of its algorithm. Until then it is only announced. */
  useFrom: instant,
  retiredAt: instant.optional(),
})

/** One of the keys by which our SFTP server proves who it is, in use, waiting or gone. */
export type HostKey = z.infer<typeof hostKey>

/** `shown`: proves the server now; `announced`: known to be ours, not shown yet or no longer; `retired`: gone. */
export type HostKeyState = 'shown' | 'announced' | 'retired'

/** Under which the host keys lie among the keys of the installation. */
export const nameOfKeys = 'sftp-host-keys'

/** All keys that there are and were, oldest first; none before a server has started for the first time. */
export async function storedHostKeys(orm: Orm, box: SecretBox): Promise<HostKey[]> {
  const [row] = await orm.select().from(installationKeys).where(eq(installationKeys.name, nameOfKeys))
  return row ? z.array(hostKey).parse(JSON.parse(box.open(row.sealed))) : []
}

/** The same, made where there are none; every process has the same. */
export async function ensureHostKeys(work: Work, box: SecretBox, make: () => HostKey[]): Promise<HostKey[]> {
  const known = await storedHostKeys(work.tx, box)
  if (known.length > 0) return known
  const sealed = box.seal(JSON.stringify(make()))
  await work.tx.insert(installationKeys).values({ name: nameOfKeys, sealed, createdAt: work.now }).onConflictDoNothing()
  return await storedHostKeys(work.tx, box)
}

/** What each key is for at an instant: of each algorithm one is shown, the one that came into use last. */
export function hostKeyStates(keys: readonly HostKey[], now: Date): Map<HostKey, HostKeyState> {
  const states = new Map<HostKey, HostKeyState>()
  for (const key of keys) states.set(key, key.retiredAt ? 'retired' : 'announced')
  for (const own of Map.groupBy(keys, key => key.algorithm).values()) {
    const alive = own.filter(({ retiredAt }) => !retiredAt).sort((a, b) => a.useFrom.localeCompare(b.useFrom))
    // Where the only one that was in use is retired, the next does not wait for its day.
    const shown = alive.findLast(({ useFrom }) => new Date(useFrom) <= now) ?? alive[0]
    if (shown) states.set(shown, 'shown')
  }
  return states
}

/** Adds the next key of its algorithm. */
export async function addHostKey(work: Work, box: SecretBox, key: HostKey): Promise<void> {
  await change(work, box, 'host-key.added', key, keys => [...keys, key])
}

/** Ends a key for good. Throws `not-found`, and `wrong-state` for one that is retired, or the last of all: a server without a key lets nobody in. */
export async function retireHostKey(work: Work, box: SecretBox, fingerprint: string): Promise<void> {
  const keys = await storedHostKeys(work.tx, box)
  const found = keys.find(key => key.fingerprint === fingerprint)
  if (!found) throw new ApplicationError('not-found', 'There is no such host key.')
  await change(work, box, 'host-key.retired', found, all => {
    const alive = all.filter(({ retiredAt }) => !retiredAt)
    if (!alive.some(key => key.fingerprint === fingerprint))
      throw new ApplicationError('wrong-state', 'The key is retired already.')
    if (alive.length === 1) throw new ApplicationError('wrong-state', 'It is the last key. Add another one first.')
    return all.map(key => {
      if (key.fingerprint !== fingerprint) return key
      const { privateKey: _, ...rest } = key
      return { ...rest, retiredAt: work.now.toISOString() }
    })
  })
}

async function change(
  work: Work,
  box: SecretBox,
  action: string,
  { fingerprint, algorithm, useFrom }: HostKey,
  apply: (keys: HostKey[]) => HostKey[],
): Promise<void> {
  // Two who change the keys at the same time do so one after the other.
  await work.tx.select().from(installationKeys).where(eq(installationKeys.name, nameOfKeys)).for('update')
  const sealed = box.seal(JSON.stringify(apply(await storedHostKeys(work.tx, box))))
  await work.tx.update(installationKeys).set({ sealed }).where(eq(installationKeys.name, nameOfKeys))
  await ensureHouse(work)
  const after = { algorithm, useFrom }
  await recordChange(work, { retailerId: houseRetailerId, action, subject: fingerprint, after })
}
