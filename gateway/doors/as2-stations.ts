import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { certificates, channels, identities } from '../../db/schema/index.ts'
import { SharedLookup } from '../../db/shared-lookup.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { As2Station } from '../transports/as2/ports.ts'
import { as2Settings } from '../transports/as2/settings.ts'
import type { DoorContext } from './door.ts'

/** So many partnerships are held opened; the one opened first makes room. */
const held = 1000

type Context = Pick<DoorContext, 'hub' | 'box'>

/** A partnership as AS2 sees it; undefined where its channel in use is none. */
export async function stationOf(
  { hub, box }: Context,
  retailerId: string,
  partnershipId: string,
): Promise<As2Station | undefined> {
  const channel = await activeChannel(hub.orm, box, retailerId, partnershipId)
  if (channel?.transport !== 'as2') return undefined
  return { retailerId, partnershipId, settings: as2Settings.parse(channel.transportSettings) }
}

/** The partnership that two names stand for, and what changes with anything in its channel and certificates. */
interface Found {
  retailerId: string
  partnershipId: string | null
  version: string
}

/**
 * Partnerships by the two names on a message. Opening one costs several queries and the unsealing of its keys, so it is held for as long as nothing
 * in its channel and certificates changes, which one query tells for all messages that come at the same time.
 */
export class As2Stations {
  readonly #context: Context
  readonly #opened = new Map<string, { version: string; station: As2Station | undefined }>()
  readonly #found: SharedLookup<Found | undefined>
  /** Where in `#opened` two names were found last. */
  readonly #last = new Map<string, string>()

  constructor(context: Context) {
    this.#context = context
    this.#found = new SharedLookup(names => this.#look(names))
  }

  /** What {@link find} gave last for these names. */
  expect(partner: string, own: string): As2Station | undefined {
    return this.#opened.get(this.#last.get(JSON.stringify([partner, own])) ?? '')?.station
  }

  async find(partner: string, own: string): Promise<As2Station | undefined> {
    const names = JSON.stringify([partner, own])
    const found = await this.#found.find(names)
    if (!found?.partnershipId) return undefined
    const { retailerId, partnershipId, version } = found
    const key = `${retailerId} ${partnershipId}`
    if (this.#last.size >= held) this.#last.clear()
    this.#last.set(names, key)
    const opened = this.#opened.get(key)
    if (opened?.version === version) return opened.station
    const station = await stationOf(this.#context, retailerId, partnershipId)
    if (this.#opened.size >= held) this.#opened.delete(this.#opened.keys().next().value ?? '')
    this.#opened.set(key, { version, station })
    return station
  }

  /** `xmin` is the transaction that wrote a row: it changes with every change of the row, and is read without the row's keys and settings. */
  async #look(names: string): Promise<Found | undefined> {
    const [partner, own] = JSON.parse(names) as [string, string]
    const [found] = await rowsOf<Found>(
      this.#context.hub.orm,
      sql`select i.retailer_id as "retailerId", i.partnership_id as "partnershipId", concat(
          (select c.id || ' ' || c.xmin::text from ${channels} c
            where c.retailer_id = i.retailer_id and c.partnership_id = i.partnership_id and c.active),
          (select string_agg(k.id || ' ' || k.xmin::text, ' ' order by k.id) from ${certificates} k
            where k.retailer_id = i.retailer_id and (k.partnership_id = i.partnership_id or k.partnership_id is null)
              and k.status <> 'retired')) as version
        from ${identities} i where i.kind = 'as2' and i.own = ${own} and i.partner = ${partner}`,
    )
    return found
  }
}
