import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../../db/connection.ts'
import * as tables from '../../../db/schema/index.ts'
import { anyOf } from '../../../engine/records.ts'

/** What an id stands for: its name, and its page if there is one. */
export interface Named {
  name: string
  href: string | undefined
}

const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Text in which each id that stands for something is told by its name. */
export const withNames = (text: string, names: ReadonlyMap<string, Named>): string =>
  text.replaceAll(id, one => names.get(one)?.name ?? one)

/** Every id in an audited change. */
export const idsIn = (rows: readonly { subject: string; before: unknown; after: unknown }[]): string[] => [
  ...new Set(JSON.stringify(rows.map(({ subject, before, after }) => [subject, before, after])).match(id) ?? []),
]

/** The things of one retailer that have names, and where each has its page. */
const named = {
  partner: sql`select p.id, s.name from ${tables.partnerships} p join ${tables.suppliers} s on s.id = p.supplier_id where p.retailer_id =`,
  source: sql`select id, name from ${tables.sources} where retailer_id =`,
  channel: sql`select c.id, s.name from ${tables.channels} c join ${tables.partnerships} p on p.retailer_id = c.retailer_id and p.id = c.partnership_id join ${tables.suppliers} s on s.id = p.supplier_id where c.retailer_id =`,
  map: sql`select m.id, s.name || ', ' || replace(m.document_kind, '-', ' ') || ', version ' || m.version as name from ${tables.partnerMaps} m join ${tables.partnerships} p on p.retailer_id = m.retailer_id and p.id = m.partnership_id join ${tables.suppliers} s on s.id = p.supplier_id where m.retailer_id =`,
  certificate: sql`select id, subject as name from ${tables.certificates} where retailer_id =`,
  webhook: sql`select id, url as name from ${tables.webhookEndpoints} where retailer_id =`,
  rules: sql`select id, kind || ' rules, version ' || version as name from ${tables.ruleSets} where retailer_id =`,
  'sales-channel': sql`select id, name from ${tables.salesChannels} where retailer_id =`,
  storefront: sql`select f.id, c.name || ' (' || f.kind || ')' as name from ${tables.storefronts} f join ${tables.salesChannels} c on c.retailer_id = f.retailer_id and c.id = f.channel_id where f.retailer_id =`,
  place: sql`select id, name from ${tables.fetchSources} where retailer_id =`,
  feed: sql`select id, coalesce(file_name, kind || ' feed') as name from ${tables.feedRuns} where retailer_id =`,
  product: sql`select id, sku as name from ${tables.products} where retailer_id =`,
  listing: sql`select l.id, p.sku as name from ${tables.listings} l join ${tables.products} p on p.retailer_id = l.retailer_id and p.id = l.product_id where l.retailer_id =`,
  announcement: sql`select id, title as name from ${tables.announcements} where retailer_id =`,
  replay: sql`select id, case action when 'resend' then 'Messages sent again' else 'Messages read again' end as name from ${tables.messageReplays} where retailer_id =`,
  key: sql`select id, name from ${tables.apiKeys} where retailer_id =`,
}

const pages: Partial<Record<keyof typeof named, string>> = {
  partner: '/retailer/partners/',
  map: '/retailer/maps/',
  certificate: '/retailer/certificates/',
  webhook: '/retailer/webhooks/',
  'sales-channel': '/retailer/sales-channels/',
  storefront: '/retailer/storefronts/',
  place: '/retailer/feeds/places/',
  feed: '/retailer/feeds/',
  product: '/retailer/products/',
  replay: '/retailer/messages/replays/',
}

/** The names of these ids, in one statement: things of this retailer, the retailer itself, its suppliers, and people whom it knows. */
export async function namesOf(orm: Orm, retailerId: string, ids: readonly string[]): Promise<Map<string, Named>> {
  if (ids.length === 0) return new Map()
  const wanted = anyOf(ids)
  const mine = Object.entries(named).map(
    ([kind, query]) =>
      sql`select ${kind}::text as kind, t.id, t.name from (${query} ${retailerId}) t where t.id = ${wanted}`,
  )
  const suppliers = sql`select supplier_id from ${tables.partnerships} where retailer_id = ${retailerId}`
  const others = [
    sql`select 'retailer'::text as kind, id, name from ${tables.retailers} where id = ${retailerId} and id = ${wanted}`,
    sql`select 'supplier'::text as kind, id, name from ${tables.suppliers} where id = ${wanted} and id in (${suppliers})`,
    sql`select 'person'::text as kind, u.id, u.name from ${tables.users} u where u.id = ${wanted} and exists (select 1 from ${tables.memberships} m
      where m.user_id = u.id and (m.retailer_id = ${retailerId} or m.supplier_id in (${suppliers})))`,
  ]
  const rows = await rowsOf<{ kind: string; id: string; name: string }>(
    orm,
    sql.join([...mine, ...others], sql` union all `),
  )
  return new Map(
    rows.map(({ kind, id: of, name }) => {
      const page = pages[kind as keyof typeof pages]
      return [of, { name, href: page && `${page}${of}` }]
    }),
  )
}

/** The names of the people who acted, by their e-mail addresses. */
export async function actorNames(orm: Orm, actors: readonly string[]): Promise<Map<string, string>> {
  const emails = [...new Set(actors)].flatMap(actor => (actor.startsWith('user:') ? [actor.slice(5)] : []))
  if (emails.length === 0) return new Map()
  const rows = await rowsOf<{ email: string; name: string }>(
    orm,
    sql`select email, name from ${tables.users}
      where email in (select jsonb_array_elements_text(${JSON.stringify(emails)}::jsonb))`,
  )
  return new Map(rows.map(row => [row.email, row.name]))
}
