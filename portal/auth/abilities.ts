import type { RetailerRole, SupplierRole } from '../../db/schema/index.ts'

/** What a person at a retailer may do. Everybody there may look at the console. */
type RetailerAbility =
  | 'manage-people'
  | 'see-audit'
  | 'operate'
  | 'see-accounts'
  | 'question-accounts'
  | 'decide-accounts'
/** What a person at a supplier may do. Everybody there may look at its orders. */
type SupplierAbility = 'manage-people' | 'answer' | 'ship' | 'invoice' | 'stock'
export type Ability = RetailerAbility | SupplierAbility

/** A role's abilities: the only place where they are given. */
const abilities: Record<RetailerRole | SupplierRole, readonly Ability[]> = {
  admin: ['manage-people', 'see-audit', 'operate', 'see-accounts', 'question-accounts', 'decide-accounts'],
  operations: ['operate', 'see-accounts', 'question-accounts'],
  merchandiser: [],
  accountant: ['see-accounts', 'question-accounts', 'decide-accounts'],
  'read-only': ['see-accounts'],
  owner: ['manage-people', 'answer', 'ship', 'invoice', 'stock'],
  orders: ['answer', 'ship', 'stock'],
  warehouse: ['ship', 'stock'],
  billing: ['invoice'],
}

/** Whether a role may do something. */
export function may(role: RetailerRole | SupplierRole, ability: Ability): boolean {
  return abilities[role].includes(ability)
}
