import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { orders, packingSlipBrands, retailers } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { readInput } from '../../partners/people/fields.ts'
import { type LogoFile, logoFile } from './logo.ts'

const colour = z
  .string()
  .trim()
  .regex(/^#[0-9a-f]{6}$/i, 'Enter a colour such as #1a7f5a.')
  .optional()
const text = (most: number) => z.string().trim().max(most, `At most ${most} characters.`).optional()

/** How packing slips look, of a retailer or of one of its sales channels: what is left out is as the retailer has it everywhere. */
const brandLook = z.object({
  name: text(60),
  /** Of the name at the top. */
  ink: colour,
  /** Of the line below it. */
  accent: colour,
  /** Below the name, line by line. */
  about: text(300),
  thanks: text(600),
  returns: text(1200),
  /** Whether customers read where the parcel was sent from; suppliers who ship for retailers are usually not seen. */
  sender: z.enum(['shown', 'hidden']).optional(),
})
export type BrandLook = z.infer<typeof brandLook>

/** How the packing slips of one sales channel look, with everything filled in. */
export interface Brand extends BrandLook {
  name: string
  ink: string
  accent: string
  sender: 'shown' | 'hidden'
  logo?: LogoFile
}

/** The brand that a retailer has everywhere: what is kept for no channel in particular. */
export const everywhere = ''

const brands = packingSlipBrands

/** What is set for one sales channel alone, or for `everywhere`; nothing where nothing is. */
export async function brandAsSet(
  orm: Orm,
  retailerId: string,
  channel: string,
): Promise<{ look: BrandLook; logo: LogoFile | undefined } | undefined> {
  const [row] = await orm
    .select()
    .from(brands)
    .where(and(eq(brands.retailerId, retailerId), eq(brands.channel, channel)))
  return row && { look: brandLook.parse(row.look), logo: row.logo ? logoFile(row.logo) : undefined }
}

/** A retailer's brands, by the sales channel that an order came from. Throws `not-found` for no retailer. */
export async function loadBrands(orm: Orm, retailerId: string): Promise<(channel: string) => Brand> {
  const [retailer] = await orm.select({ name: retailers.name }).from(retailers).where(eq(retailers.id, retailerId))
  if (!retailer) throw new ApplicationError('not-found', 'There is no such retailer.')
  const rows = await orm.select().from(brands).where(eq(brands.retailerId, retailerId))
  const known = new Map(rows.map(row => [row.channel, row]))
  const common = known.get(everywhere)
  return channel => {
    const own = known.get(channel)
    const logo = own?.logo ?? common?.logo
    const look = { ...brandLook.parse(common?.look ?? {}), ...brandLook.parse(own?.look ?? {}) }
    return {
      ...{ ...look, name: look.name ?? retailer.name, ink: look.ink ?? '#111111', accent: look.accent ?? '#333333' },
      sender: look.sender ?? 'hidden',
      ...(logo && { logo: logoFile(logo) }),
    }
  }
}

/** The sales channels that orders have come from, by name; at most 50. */
export async function channelsSeen(orm: Orm, retailerId: string): Promise<string[]> {
  const next = sql`select ${orders.channel} as channel from ${orders} where ${orders.retailerId} = ${retailerId}`
  // One step of the index for each channel, however many orders there are.
  const rows = await rowsOf<{ channel: string }>(
    orm,
    sql`with recursive seen as (
        (${next} order by ${orders.channel} limit 1)
        union all
        select (${next} and ${orders.channel} > seen.channel order by ${orders.channel} limit 1) from seen where seen.channel is not null
      ) select channel from seen where channel is not null limit 50`,
  )
  return rows.map(row => row.channel)
}

export interface ChangeBrand {
  retailerId: string
  /** A sales channel as orders name it, or `everywhere`. */
  channel: string
  /** As a form gives it; what is empty is as everywhere. */
  look: Record<string, string>
  /** A new logo; `remove` takes it away. Checked by `checkLogo` before. */
  logo?: LogoFile | 'remove'
}

/** Changes how packing slips look. A channel for which nothing is left goes. Throws `invalid-input` with the fields. */
export async function changeBrand(work: Work, command: ChangeBrand): Promise<void> {
  const { retailerId, channel, logo } = command
  if (channel.length > 40) throw new ApplicationError('not-found', 'There is no such sales channel.')
  const given = Object.fromEntries(Object.entries(command.look).filter(([, value]) => value.trim() !== ''))
  const look = readInput(brandLook, given)
  await lockKey(work.tx, `packing-slip:${retailerId}`)
  const before = await brandAsSet(work.tx, retailerId, channel)
  const kept = logo === 'remove' ? null : Buffer.from((logo ?? before?.logo)?.bytes ?? [])
  const row = { look, logo: kept && kept.length > 0 ? kept : null, changedAt: work.now }
  const isEmpty = Object.keys(look).length === 0 && !row.logo
  const here = and(eq(brands.retailerId, retailerId), eq(brands.channel, channel))
  if (isEmpty && channel !== everywhere) await work.tx.delete(brands).where(here)
  else
    await work.tx
      .insert(brands)
      .values({ retailerId, channel, ...row })
      .onConflictDoUpdate({ target: [brands.retailerId, brands.channel], set: row })
  const words = (one: BrandLook | undefined, withLogo: boolean) => one && { channel, ...one, logo: withLogo }
  await recordChange(work, {
    retailerId,
    action: 'packing-slip.changed',
    subject: retailerId,
    before: words(before?.look, before?.logo !== undefined) ?? null,
    after: words(look, row.logo !== null),
  })
}
