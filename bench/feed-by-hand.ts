import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { retailerId, sourceId } from './feed-seed.ts'

class Undo extends Error {}

/**
 * What a good engineer writes by hand for one supplier's file: raw COPY into a staging table without indexes, and one INSERT … ON CONFLICT that
 * leaves alone what did not change. It is taken back, so that the feed finds what it found. Returns the seconds that it took.
 */
export async function applyByHand(url: string, path: string): Promise<number> {
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  await client`create table by_hand (supplier_sku text, quantity numeric)`
  let seconds = 0
  try {
    await client.begin(async tx => {
      const start = performance.now()
      const into = await tx`copy by_hand from stdin with (format csv, header)`.writable()
      await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), into)
      await tx`
        insert into stock (retailer_id, offer_id, quantity, reported_at)
        select o.retailer_id, o.id, h.quantity, now() from by_hand h
        join offers o on o.retailer_id = ${retailerId} and o.source_id = ${sourceId} and o.supplier_sku = h.supplier_sku
        on conflict (retailer_id, offer_id, location) do update
        set quantity = excluded.quantity, reported_at = excluded.reported_at
        where stock.quantity <> excluded.quantity`
      seconds = (performance.now() - start) / 1000
      throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  await client`drop table by_hand`
  await client`vacuum stock`
  await client.end()
  return seconds
}
