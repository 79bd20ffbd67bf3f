import type { HubDatabase } from '../../db/hub-database.ts'
import { markAll } from '../../engine/listing/refresh/mark.ts'
import { refreshSome } from '../../engine/listing/refresh/refresh.ts'

/** Refreshes listings until none waits: some thousand products in each transaction, so that nobody waits long for a listing that is being written. */
export async function refreshListings(hub: HubDatabase, job: { retailerId: string; all?: boolean | undefined }) {
  const { retailerId, all } = job
  if (all) await hub.work('system', work => markAll(work, retailerId))
  while ((await hub.work('system', work => refreshSome(work, retailerId))) > 0);
}
