/** The items of each partner, and how many orders one file of a partner is about. */
const items = 250
const perFile = 20

/** What a seeded retailer is made of. */
export interface SeedPlan {
  retailerId: string
  /** How many customers' orders, each of one or two lines, spread over the year before `now`. */
  orders: number
  /** Over how many partners, one after another, twenty orders each. */
  partners: number
  /** ISO 8601. */
  now: string
  /** The bytes that every message carries. */
  blobId: string
}

/** Of the numbers from 1, the newest fiftieth is still under way. */
const stateOf = (count: number) => `case
  when i % 50 = 7 then 'cancelled' when i <= ${Math.floor(count * 0.98)} then 'closed'
  when i % 10 = 0 then 'held' when i % 10 < 5 then 'routed' else 'shipped' end`

/**
 * What is made, table by table, each by one statement over a series of numbers, so that a million orders take minutes. Ids are UUID v7 of the
 * moment at which the row would have come into being; `pg_temp.seed_id` makes them.
 */
export function seedStatements({ retailerId, orders: count, partners, now, blobId }: SeedPlan): string[] {
  const r = `'${retailerId}'::uuid`
  const end = `'${now}'::timestamptz`
  const placed = `(${end} - (${count} - i) * interval '${Math.floor((365 * 86_400_000) / count)} milliseconds' - interval '10 minutes')`
  const fixed = (kind: number, n: string) => `pg_temp.seed_id(${end} - interval '400 days', ${kind}, ${n})`
  const made = (kind: number, n = 'i') => `pg_temp.seed_id(${placed}, ${kind}, ${n})`
  const s = `((i / ${perFile}) % ${partners})`
  const p = (line: string) => `(${s} * ${items} + (i * 7 + ${line} * 13) % ${items})`
  const status = stateOf(count)
  const rows = `generate_series(1, ${count}) i`
  const lines = `${rows}, generate_series(1, 1 + (i % 3 = 0)::int) l`
  const isPlaced = `(${status}) not in ('held', 'cancelled')`
  const isShipped = `(${status}) in ('shipped', 'closed')`
  const isSilent = `((${status}) = 'routed' and i % 2 = 0)`
  const first = `(array['Ada','Grace','Alan','Edith','Dana','Maren','Luis','Priya','Tom','Yuki','Noor','Ines','Karl','Mei','Omar','Ruth'])`
  const last = `(array['Hopper','Reyes','Oakes','Nakamura','Silva','Novak','Meyer','Okafor','Larsen','Costa','Patel','Kim','Dubois','Evans'])`
  const customer = `${first}[1 + (i * 7) % 16] || ' ' || ${last}[1 + (i * 11) % 14]`
  const place = `jsonb_build_object('name', ${customer}, 'address1', (100 + i % 900) || ' Alder St', 'city', 'Portland', 'state', 'OR', 'postalCode', '97205', 'country', 'US')`
  const quantity = `(1 + (i + l) % 3)`
  const cost = `(5 + ${p('l')} % 90)`
  const shipped = `case when ${isShipped} then ${quantity} else 0 end`
  const accepted = `case when ${isSilent} then 0 else ${quantity} end`
  const invoiced = `case when (${status}) = 'closed' then ${quantity} else 0 end`
  const poStatus = `case when (${status}) = 'closed' then 'closed' when (${status}) = 'shipped' then 'shipped' when ${isSilent} then 'sent' else 'acknowledged' end`
  const file = (kind: number, n: string) =>
    `pg_temp.seed_id(${end} - (${count / perFile} - ${n}) * interval '${Math.floor((365 * 86_400_000 * perFile) / count)} milliseconds', ${kind}, ${n})`
  const files: [kind: string, id: number, direction: 'in' | 'out', status: string, which: string][] = [
    ['purchase-order', 30, 'out', 'confirmed', isPlaced],
    ['purchase-order-acknowledgment', 31, 'in', 'processed', `${isPlaced} and not ${isSilent}`],
    ['ship-notice', 32, 'in', 'processed', isShipped],
    ['invoice', 33, 'in', 'processed', `(${status}) = 'closed'`],
  ]
  const event = (type: string, at: string, actor: string, which: string) =>
    `select ${r}, pg_temp.seed_id(${placed} + interval '${at}', 40, i), '${type}', ${made(10)}, case when '${type}' like 'order%' then null else ${made(13)} end,
      ${fixed(2, s)}, ${actor}, '{}'::jsonb, ${placed} + interval '${at}' from ${rows} where ${which}`
  return [
    `insert into suppliers (id, slug, name, created_at) select ${fixed(1, 'n')}, 'seed-' || ${fixed(1, 'n')}, 'Supplier ' || (n + 1), ${end} from generate_series(0, ${partners - 1}) n on conflict do nothing`,
    `insert into partnerships (retailer_id, id, supplier_id, status, currency, terms, created_at) select ${r}, ${fixed(2, 'n')}, ${fixed(1, 'n')}, 'live', 'USD', '{"netDays": 30}', ${end} from generate_series(0, ${partners - 1}) n`,
    `insert into sources (retailer_id, id, kind, partnership_id, name, created_at) select ${r}, ${fixed(3, 'n')}, 'supplier', ${fixed(2, 'n')}, 'Supplier ' || (n + 1), ${end} from generate_series(0, ${partners - 1}) n`,
    `insert into products (retailer_id, id, sku, title, upc, created_at, updated_at) select ${r}, ${fixed(4, 'n')}, 'SKU-' || lpad(n::text, 6, '0'), 'Product ' || n, lpad(n::text, 12, '7'), ${end}, ${end} from generate_series(0, ${partners * items - 1}) n`,
    `insert into offers (retailer_id, id, source_id, product_id, supplier_sku, cost, currency, created_at, updated_at) select ${r}, ${fixed(5, 'n')}, ${fixed(3, `(n / ${items})`)}, ${fixed(4, 'n')}, 'V' || (n / ${items}) || '-' || n, 5 + n % 90, 'USD', ${end}, ${end} from generate_series(0, ${partners * items - 1}) n`,
    `insert into stock (retailer_id, offer_id, quantity, reported_at) select ${r}, ${fixed(5, 'n')}, n % 400, ${end} from generate_series(0, ${partners * items - 1}) n`,
    `insert into feed_runs (retailer_id, id, source_id, kind, scope, status, rows_read, rows_changed, rows_unchanged, started_at, finished_at)
     select ${r}, pg_temp.seed_id(${end} - d * interval '1 day', 6, n), ${fixed(3, 'n')}, 'inventory', 'full', 'applied', ${items}, 12, ${items - 12}, ${end} - d * interval '1 day', ${end} - d * interval '1 day' from generate_series(0, ${partners - 1}) n, generate_series(1, 30) d`,
    `insert into feed_health (retailer_id, source_id, state, told_at) select ${r}, ${fixed(3, 'n')}, case when n % 13 = 5 then 'stale' else 'fresh' end, ${end} - interval '1 hour' from generate_series(0, ${partners - 1}) n`,
    `insert into orders (retailer_id, id, number, channel, status, hold_reason, currency, customer, ship_to, shipping_price, placed_at, created_at, updated_at)
     select ${r}, ${made(10)}, 'W-' || (1000000 + i), case i % 3 when 0 then 'shop' when 1 then 'marketplace' else 'phone' end, ${status},
       case when (${status}) = 'held' then 'SKU: every source is out of stock' end, 'USD', jsonb_build_object('name', ${customer}), ${place}, 5, ${placed}, ${placed}, ${placed} from ${rows}`,
    `insert into order_lines (retailer_id, id, order_id, line_number, product_id, sku, title, unit_price, quantity, placed, shipped, cancelled)
     select ${r}, ${made(11, 'i * 4 + l')}, ${made(10)}, l::text, ${fixed(4, p('l'))}, 'SKU-' || lpad(${p('l')}::text, 6, '0'), 'Product ' || ${p('l')}, ${cost} * 1.6, ${quantity},
       case when ${isPlaced} then ${quantity} else 0 end, ${shipped}, case when (${status}) = 'cancelled' then ${quantity} else 0 end from ${lines}`,
    `insert into routing_decisions (retailer_id, id, order_id, sequence, cause, rule_version, explanation, decided_at)
     select ${r}, ${made(12)}, ${made(10)}, 1, case when i % 40 = 3 then 'released' else 'imported' end, 1, '[]', ${placed} from ${rows} where (${status}) <> 'cancelled'`,
    `insert into purchase_orders (retailer_id, id, number, order_id, source_id, partnership_id, routing_decision_id, status, answer, currency, order_date, ship_not_after, created_at, released_at, sent_at, acknowledged_at, shipped_at, updated_at)
     select ${r}, ${made(13)}, 'PO-' || (5000000 + i), ${made(10)}, ${fixed(3, s)}, ${fixed(2, s)}, ${made(12)}, ${poStatus}, case when ${isSilent} then 'none' else 'accepted' end, 'USD',
       ${placed}::date, (${placed} + interval '3 days')::date, ${placed}, ${placed}, ${placed}, case when not ${isSilent} then ${placed} + interval '2 hours' end,
       case when ${isShipped} then ${placed} + interval '1 day' end, ${placed} from ${rows} where ${isPlaced}`,
    `insert into purchase_order_lines (retailer_id, id, purchase_order_id, line_number, order_line_id, offer_id, product_id, sku, supplier_sku, description, unit, unit_cost, ordered, accepted, shipped, invoiced)
     select ${r}, ${made(14, 'i * 4 + l')}, ${made(13)}, l::text, ${made(11, 'i * 4 + l')}, ${fixed(5, p('l'))}, ${fixed(4, p('l'))}, 'SKU-' || lpad(${p('l')}::text, 6, '0'), 'V' || ${s} || '-' || ${p('l')},
       'Product ' || ${p('l')}, 'EA', ${cost}, ${quantity}, ${accepted}, ${shipped}, ${invoiced} from ${lines} where ${isPlaced}`,
    `insert into acknowledgments (retailer_id, id, purchase_order_id, fingerprint, type, actor, received_at)
     select ${r}, ${made(15)}, ${made(13)}, md5(i::text), 'accepted', case when i % 25 = 4 then 'user:sales@supplier.example' else 'partner:' || ${fixed(2, s)} end, ${placed} + interval '2 hours' from ${rows} where ${isPlaced} and not ${isSilent}`,
    `insert into shipments (retailer_id, id, source_id, number, shipped_on, scac, carrier, actor, received_at)
     select ${r}, ${made(16)}, ${fixed(3, s)}, 'S-' || (7000000 + i), (${placed} + interval '1 day')::date, 'UPSN', 'UPS', case when i % 25 = 4 then 'user:dock@supplier.example' else 'partner:' || ${fixed(2, s)} end, ${placed} + interval '1 day' from ${rows} where ${isShipped}`,
    `insert into shipment_packages (retailer_id, id, shipment_id, sequence, tracking_number) select ${r}, ${made(17)}, ${made(16)}, 1, '1Z999AA1' || lpad(i::text, 10, '0') from ${rows} where ${isShipped}`,
    `insert into shipment_lines (retailer_id, id, shipment_id, package_id, purchase_order_line_id, quantity) select ${r}, ${made(18, 'i * 4 + l')}, ${made(16)}, ${made(17)}, ${made(14, 'i * 4 + l')}, ${quantity} from ${lines} where ${isShipped}`,
    `insert into invoices (retailer_id, id, partnership_id, type, number, purchase_order_id, purchase_order_number, invoice_date, due_date, currency, total, computed_total, payable, status, wait_until, actor, received_at, matched_at, approved_at, approved_by, updated_at)
     select ${r}, ${made(19)}, ${fixed(2, s)}, 'invoice', 'INV-' || (9000000 + i), ${made(13)}, 'PO-' || (5000000 + i), (${placed} + interval '1 day')::date, (${placed} + interval '31 days')::date, 'USD',
       t.total, t.total, t.total, case when ${placed} < ${end} - interval '60 days' then 'paid' else 'approved' end, ${placed}, 'partner:' || ${fixed(2, s)}, ${placed} + interval '1 day', ${placed} + interval '1 day', ${placed} + interval '1 day',
       case when i % 30 = 9 then 'user:books@retailer.example' else 'system' end, ${placed}
     from ${rows}, lateral (select sum(${quantity} * ${cost}) as total from generate_series(1, 1 + (i % 3 = 0)::int) l) t where (${status}) = 'closed'`,
    `insert into invoice_lines (retailer_id, id, invoice_id, position, purchase_order_line_id, line_number, sku, quantity, unit, unit_price, amount, counted, counted_in_order_units, payable)
     select ${r}, ${made(20, 'i * 4 + l')}, ${made(19)}, l, ${made(14, 'i * 4 + l')}, l::text, 'V' || ${s} || '-' || ${p('l')}, ${quantity}, 'EA', ${cost}, ${quantity} * ${cost}, ${quantity}, ${quantity}, ${quantity} * ${cost} from ${lines} where (${status}) = 'closed'`,
    ...files.map(
      ([
        kind,
        id,
        direction,
        state,
      ]) => `insert into messages (retailer_id, id, direction, partnership_id, transport, wire_id, file_name, content_type, blob_id, size, status, attempts, created_at)
      select ${r}, ${file(id, 'b')}, '${direction}', ${fixed(2, `(b % ${partners})`)}, 'sftp', '${kind}-' || b, '${kind}-' || (100000 + b) || '.edi', 'application/edi-x12', '${blobId}', 2048,
        '${state}', 1, ${end} - (${count / perFile} - b) * interval '${Math.floor((365 * 86_400_000 * perFile) / count)} milliseconds' from generate_series(0, ${Math.floor(count / perFile)}) b`,
    ),
    ...files.map(
      ([
        kind,
        id,
        direction,
        ,
        which,
      ]) => `insert into documents (retailer_id, id, direction, kind, number, partnership_id, message_id, purchase_order_id, key, interchange_number, group_number, set_number, position, status, created_at)
      select ${r}, ${made(id)}, '${direction}', '${kind}', 'PO-' || (5000000 + i), ${fixed(2, s)}, ${file(id, `(i / ${perFile})`)}, ${made(13)}, ${direction === 'out' ? `'${kind}:' || i` : 'null'},
        lpad((i / ${perFile} + 1)::text, 9, '0'), (i / ${perFile} + 1)::text, lpad((i % ${perFile} + 1)::text, 4, '0'), i % ${perFile} + 1, '${direction === 'out' ? 'acknowledged' : 'applied'}', ${placed} from ${rows} where ${which}`,
    ),
    ...[
      event('order.imported', '0', `'api:shop'`, 'true'),
      event('purchase-order.sent', '1 minute', `'system'`, isPlaced),
      event(
        'purchase-order.acknowledged',
        '2 hours',
        `'partner:' || ${fixed(2, s)}`,
        `${isPlaced} and not ${isSilent}`,
      ),
      event('purchase-order.shipped', '1 day', `'partner:' || ${fixed(2, s)}`, isShipped),
    ].map(
      rowsOfEvent =>
        `insert into events (retailer_id, id, type, order_id, purchase_order_id, partnership_id, actor, data, at) ${rowsOfEvent}`,
    ),
    `insert into exceptions (retailer_id, id, kind, key, order_id, summary, raised_at)
     select ${r}, ${made(21)}, 'unroutable', 'unroutable:' || i, ${made(10)}, 'Order W-' || (1000000 + i) || ': every source is out of stock', ${placed} from ${rows} where (${status}) = 'held'`,
  ]
}
