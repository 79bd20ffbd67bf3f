import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { identities, type identityKinds } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Two names under which a partner's messages are recognised, as the wire gives them. */
export interface PartnerName {
  kind: (typeof identityKinds)[number]
  own: string
  partner: string
}

/**
 * Takes old names from a partner and gives it new ones. An old name without names stands for all of its kind. Throws `conflict` where a new one belongs to
 * somebody else, without saying to whom.
 */
export async function renamePartner(
  work: Work,
  whose: { retailerId: string; partnershipId: string },
  old: readonly (PartnerName | { kind: PartnerName['kind'] })[],
  names: readonly PartnerName[],
): Promise<void> {
  const { retailerId, partnershipId } = whose
  const mine = and(eq(identities.retailerId, retailerId), eq(identities.partnershipId, partnershipId))
  for (const name of old) {
    const exactly = 'own' in name ? and(eq(identities.own, name.own), eq(identities.partner, name.partner)) : undefined
    await work.tx.delete(identities).where(and(mine, eq(identities.kind, name.kind), exactly))
  }
  for (const name of names) {
    const row = { ...name, ...whose, id: work.newId(), createdAt: work.now }
    const [kept] = await work.tx
      .insert(identities)
      .values(row)
      .onConflictDoNothing({ target: [identities.kind, identities.own, identities.partner] })
      .returning({ id: identities.id })
    if (!kept && !(await isMine(work, whose, name))) {
      const says = 'Another partner is known by this name already. Names have to be different for each partner.'
      throw new ApplicationError('conflict', says, { [name.kind]: says })
    }
  }
}

async function isMine(work: Work, whose: { retailerId: string; partnershipId: string }, name: PartnerName) {
  const [found] = await work.tx
    .select({ retailerId: identities.retailerId, partnershipId: identities.partnershipId })
    .from(identities)
    .where(and(eq(identities.kind, name.kind), eq(identities.own, name.own), eq(identities.partner, name.partner)))
  return found?.retailerId === whose.retailerId && found.partnershipId === whose.partnershipId
}
