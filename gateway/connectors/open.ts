import { setTimeout as wait } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { salesChannels, storefronts } from '../../db/schema/index.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { openedSettings } from '../../partners/storefronts/storefronts.ts'
import { guardedCallOut } from '../doors/call-out.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import type { Connector, ConnectorDeps, Storefront } from './contract.ts'
import { connectorNamed } from './registry.ts'

/** What working with shops needs of the process. */
export interface StorefrontContext {
  hub: HubDatabase
  box: SecretBox
  allowPrivateAddresses?: boolean
  /** Where the hub is reached from outside; without it shops are not asked for webhooks. */
  publicUrl?: string | undefined
}

/** A storefront as it is stored, with its channel. */
export interface StoredStorefront {
  row: typeof storefronts.$inferSelect
  channel: typeof salesChannels.$inferSelect
}

/** A storefront and its channel; undefined where there is none. */
export async function findStorefront(
  { hub }: Pick<StorefrontContext, 'hub'>,
  retailerId: string,
  id: string,
): Promise<StoredStorefront | undefined> {
  const [found] = await hub.orm
    .select({ row: storefronts, channel: salesChannels })
    .from(storefronts)
    .innerJoin(
      salesChannels,
      and(eq(salesChannels.retailerId, storefronts.retailerId), eq(salesChannels.id, storefronts.channelId)),
    )
    .where(and(eq(storefronts.retailerId, retailerId), eq(storefronts.id, id)))
  return found
}

/** The connector of a storefront with its settings, or why it cannot work. */
export function connectorOf(
  { box }: Pick<StorefrontContext, 'box'>,
  row: StoredStorefront['row'],
): { connector: Connector; settings: Record<string, unknown> } | { failure: DeliveryFailure } {
  const connector = connectorNamed(row.kind)
  if (!connector) return incomplete(`This version has no connector ${row.kind}.`)
  const settings = openedSettings(box, row)
  const problems = connector.check(settings)
  if (problems.length > 0) return incomplete(problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
  return { connector, settings }
}

const incomplete = (detail: string) => ({ failure: { code: 'settings-incomplete', detail } as const })

/** The shop, ready to be talked to, or why not. */
export function openStorefront(
  context: StorefrontContext,
  row: StoredStorefront['row'],
): { shop: Storefront } | { failure: DeliveryFailure } {
  const known = connectorOf(context, row)
  if ('failure' in known) return known
  const deps: ConnectorDeps = {
    call: guardedCallOut({ allowPrivateAddresses: context.allowPrivateAddresses === true }),
    now: context.hub.now,
    pause: milliseconds => wait(milliseconds),
  }
  return { shop: known.connector.open(known.settings, deps) }
}
