import type { Ability } from '../../auth/abilities.ts'

/** Who may use a route: anybody, whoever is signed in, or one side, perhaps with an ability. */
export type Access = 'anybody' | 'signed-in' | 'supplier' | 'retailer' | { supplier: Ability } | { retailer: Ability }

/** Who may use the pages of webhooks of one side. */
export function webhookAccess(at: string, allowed: Access): Record<string, Access> {
  const one = `${at}/:id`
  const pages = [at, one, `${one}/deliveries/:event`].map(path => [`GET ${path}`, allowed])
  const forms = ['secret', 'pause', 'resume', 'replay', 'failed-replay', 'deliveries/:event/replay', 'removal']
  const commands = [at, one, ...forms.map(form => `${one}/${form}`)].map(path => [`POST ${path}`, allowed])
  return Object.fromEntries([...pages, ...commands])
}

/** The side that a route belongs to, if any. */
export function sideOf(allowed: Access): 'supplier' | 'retailer' | undefined {
  if (typeof allowed === 'object') return 'supplier' in allowed ? 'supplier' : 'retailer'
  return allowed === 'supplier' || allowed === 'retailer' ? allowed : undefined
}

/** What one must be able to do on that side, if anything. */
export function abilityOf(allowed: Access): Ability | undefined {
  if (typeof allowed !== 'object') return undefined
  return 'supplier' in allowed ? allowed.supplier : allowed.retailer
}
