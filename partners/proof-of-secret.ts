import { inArray } from 'drizzle-orm'
import { installationKeys } from '../db/schema/index.ts'
import type { Work } from '../db/work.ts'
import { nameOfKeys } from './host-keys/host-keys.ts'
import type { SecretBox } from './secrets.ts'

const nameOfProof = 'proof-of-secret'

/**
 * Whether the secret is the one under which this database keeps keys and passwords. The first secret that comes is taken as the right one, and something is
 * sealed with it to know it by.
 */
export async function isRightSecret(work: Work, box: SecretBox): Promise<boolean> {
  const sealed = await work.tx
    .select({ sealed: installationKeys.sealed })
    .from(installationKeys)
    .where(inArray(installationKeys.name, [nameOfProof, nameOfKeys]))
  if (!sealed.every(row => opens(box, row.sealed))) return false
  await work.tx
    .insert(installationKeys)
    .values({ name: nameOfProof, sealed: box.seal(nameOfProof), createdAt: work.now })
    .onConflictDoNothing()
  return true
}

function opens(box: SecretBox, sealed: string): boolean {
  try {
    box.open(sealed)
    return true
  } catch {
    return false
  }
}
