import { eq } from 'drizzle-orm'
import { installationKeys } from '../db/schema/index.ts'
import type { Work } from '../db/work.ts'
import type { SecretBox } from './secrets.ts'

/** A key of the installation (SSH host keys, say): the one that is stored, or a new one where there is none, the same for every process. */
export async function installationKey(work: Work, box: SecretBox, name: string, make: () => string): Promise<string> {
  const stored = () => work.tx.select().from(installationKeys).where(eq(installationKeys.name, name))
  const [known] = await stored()
  if (known) return box.open(known.sealed)
  await work.tx
    .insert(installationKeys)
    .values({ name, sealed: box.seal(make()), createdAt: work.now })
    .onConflictDoNothing()
  const [kept] = await stored()
  return box.open(kept!.sealed)
}
