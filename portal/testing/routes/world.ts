import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { writeBlob } from '../../../db/blobs.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import {
  documents,
  listings,
  memberships,
  offers,
  products,
  purchaseOrders,
  shipments,
  supplierRoles,
  users,
  type ViewList,
} from '../../../db/schema/index.ts'
import { recordEvent } from '../../../db/work.ts'
import { announce } from '../../../engine/announcements/announcements.ts'
import { newProduct, putProducts } from '../../../engine/catalogue/put-products.ts'
import { endFile, prepareFile } from '../../../engine/files/prepared-files.ts'
import { startImport } from '../../../engine/imports/start-import.ts'
import { applyInventory } from '../../../engine/inventory/apply-advice.ts'
import { countWarehouse } from '../../../engine/inventory/count-warehouse.ts'
import { keepUpload } from '../../../engine/inventory/uploads/keep-upload.ts'
import { listingBook, priceBook } from '../../../engine/listing/books.ts'
import { addSalesChannel, channelFields } from '../../../engine/listing/channels.ts'
import { listingRules } from '../../../engine/listing/listing-rules.ts'
import { priceRules } from '../../../engine/listing/price-rules.ts'
import { markAll } from '../../../engine/listing/refresh/mark.ts'
import { refreshSome } from '../../../engine/listing/refresh/refresh.ts'
import { startReplay } from '../../../engine/messages/replay.ts'
import { saveShipFrom } from '../../../engine/packing/ship-from.ts'
import { invite } from '../../../engine/people/invitations.ts'
import { addWarehouse } from '../../../engine/routing/add-warehouse.ts'
import { routingBook } from '../../../engine/routing/book.ts'
import type { Rule } from '../../../engine/routing/rules.ts'
import { beginDraft, keepDraft } from '../../../engine/rule-sets/drafts.ts'
import { createEndpoint } from '../../../engine/webhooks/endpoints.ts'
import { createApiKey } from '../../../partners/api-keys/create.ts'
import { addFeed as addPlace } from '../../../partners/feeds/feeds.ts'
import { createUser, type NewMembership } from '../../../partners/people/create-user.ts'
import { addStorefront } from '../../../partners/storefronts/storefronts.ts'
import { saveView } from '../../lists/views.ts'
import { type Busy, openBusyWorld, secrets } from '../busy-world.ts'
import { portalDeps } from '../client.ts'
import { password, placeOrder } from '../world.ts'

/** A busy world with one of everything that a route can name, at the first retailer and at Little Potter. */
export async function openRouteWorld(hub: HubDatabase) {
  const busy = await openBusyWorld(hub)
  const ids = await idsOf(busy)
  return { busy, spare: ids.spare, addressOf: (path: string) => addressOf(path, ids), leakIn }
}

/** What the first retailer has and nobody else may see, if it stands in a page. */
function leakIn(body: string): string | undefined {
  return [...secrets, spareEmail, invitedEmail].find(secret => body.includes(secret))
}

type Ids = Awaited<ReturnType<typeof idsOf>>

async function idsOf(busy: Busy) {
  const { hub, here } = busy
  const { retailerId, suppliers } = here
  const { supplierId, sourceId } = suppliers['Little Potter']!
  const [document] = await hub.orm.select().from(documents).where(eq(documents.messageId, busy.messageId))
  const [shipment] = await hub.orm.select().from(shipments).where(eq(shipments.retailerId, retailerId))
  const [product] = await hub.orm.select().from(products).where(eq(products.retailerId, retailerId))
  const made = await hub.work('system', async work => {
    const words = { title: 'Closed on Monday', body: 'No pick-ups.', showUntil: '' }
    const fields = { label: 'Dock', name: 'W-SECRET', address1: '5 Kiln Road', city: 'Asheville', postalCode: '28801' }
    const bytes = new TextEncoder().encode(JSON.stringify([{ sku: 'W-SECRET', title: 'W-SECRET' }]))
    const { messageId } = busy
    return {
      announcement: await announce(work, { retailerId, ...words }),
      retailerKey: (await createApiKey(work, { retailerId, name: 'Key', scopes: ['orders:read'] })).id,
      supplierKey: (await createApiKey(work, { supplierId, name: 'Key', scopes: ['shipments:write'] })).id,
      address: await saveShipFrom(work, { supplierId, viaRetailerId: retailerId, fields }),
      import: (await startImport(work, { retailerId, kind: 'products', format: 'json', bytes })).id,
      replay: (await startReplay(work, { retailerId, action: 'resend', messageIds: [messageId] })).id,
    }
  })
  return {
    busy,
    ...made,
    source: sourceId,
    document: document!.id,
    shipment: shipment!.id,
    product: product!.id,
    ruleSet: await addRuleDraft(busy),
    views: {
      retailer: await addView(busy, 'admin@here.example', 'orders'),
      supplier: await addView(busy, `potter-${supplierRoles[0]}@here.example`, 'supplier-purchase-orders'),
    },
    files: {
      retailer: await addFile(busy, 'admin@here.example'),
      supplier: await addFile(busy, `potter-${supplierRoles[0]}@here.example`),
    },
    selling: await addSelling(busy),
    webhooks: await addWebhooks(busy),
    feed: await addFeed(busy),
    warehouse: await addOwnWarehouse(busy),
    spare: await addSparePeople(busy),
  }
}

/** The route's address with what the first retailer and Little Potter have. */
function addressOf(path: string, ids: Ids): string {
  const { busy } = ids
  return path
    .replace(':retailer', busy.slug)
    .replace(':number', /^\/retailer.*\/:number\/shipments/.test(path) ? ids.warehouse.number : busy.number)
    .replace(':id', idFor(path, ids))
    .replace(':event', ids.webhooks.event)
    .replace(':document', ids.document)
    .replace(':rule', 'no-lamps')
    .replace(':figure', 'fill-rate')
}

/** What `:id` means, by what the address begins with, then by a part of it: the first that fits. */
function idFor(path: string, ids: Ids): string {
  const { busy, spare, selling, webhooks, feed } = ids
  const side = path.startsWith('/retailer') ? 'retailer' : 'supplier'
  const person = spare[side]
  const known: [part: string, id: string][] = [
    ['/files/', ids.files[side]],
    ['/live/imports/', ids.import],
    ['/live/replays/', ids.replay],
    ['/live/', feed.upload],
    ...Object.entries(selling).map(([part, id]): [string, string] => [`/retailer/${part}/`, id]),
    ['/views/', ids.views[side]],
    ['/retailer/api-keys/', ids.retailerKey],
    ['/retailer/warehouses/', ids.warehouse.id],
    ['/people/invitations/', person.invitationId],
    ['/people/', person.membershipId],
    ['/webhooks/', webhooks[side]],
    ['/setup/keys/', ids.supplierKey],
    ['/setup/', ids.address],
    ['/announcements/', ids.announcement],
    ['/shipments/:id', ids.shipment],
    ['/retailer/search/items', ids.product],
    ['/retailer/orders', busy.orderId],
    ['/retailer/messages/replays', ids.replay],
    ['/retailer/messages', busy.messageId],
    ['/retailer/exceptions', busy.exceptionId],
    ['/feeds/items/settings', feed.partnership],
    ['/feeds/items/', feed.offer],
    ['/feeds/settings/', feed.partnership],
    ['/feeds/places/', feed.place],
    ['/feeds/uploads/', feed.upload],
    ['/stock/uploads/', feed.upload],
    ['/retailer/feeds', feed.run],
    ['/stock/', feed.run],
    ['/retailer/rules/sources/', ids.source],
    ['/retailer/rules', ids.ruleSet],
    ['/retailer/maps/:id/restoration', busy.mapIds.used],
    ['/retailer/maps', busy.mapIds.draft],
    ['/retailer/partners', busy.partnershipId],
    ['/retailer/scorecards', busy.partnershipId],
    ['/retailer/certificates/hand-over', busy.partnershipId],
    ['/certificates/requests/', busy.certificateIds.request],
    ['/retailer/certificates', busy.certificateIds.own],
    ['/connection/', busy.certificateIds.own],
    ['/accounting/payments', busy.paymentId],
    ['/accounting/reviews', busy.reviewIds.page],
    ['/accounting/exports', busy.batchId],
  ]
  return known.find(([part]) => path.includes(part))?.[1] ?? busy.invoiceIds.disputed
}

/** A warehouse of the first retailer's own, and an order that it has to ship. */
async function addOwnWarehouse({ hub, here }: Busy): Promise<{ id: string; number: string }> {
  const { retailerId } = here
  const id = await hub.work('system', async work => {
    const sourceId = await addWarehouse(work, { retailerId, name: 'W-SECRET Reno' })
    await putProducts(work, retailerId, [newProduct.parse({ sku: 'OWN-01', title: 'Own lamp' })])
    await countWarehouse(work, { retailerId, sourceId, lines: [{ sku: 'OWN-01', quantity: '5', unitCost: '3' }] })
    return sourceId
  })
  await placeOrder({ hub }, here, 'W-OWN', [{ sku: 'OWN-01', quantity: '2' }])
  const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.sourceId, id))
  return { id, number: order!.number }
}

/** Somebody to be changed at the first retailer and at Little Potter, and an open invitation at each. */
type Spare = Record<'retailer' | 'supplier', { membershipId: string; invitationId: string }>

/** Somebody who may be disabled, or sent away. */
export const spareEmail = 'leaver@here.example'
const invitedEmail = 'awaited@here.example'

async function addSparePeople({ hub, here }: Busy): Promise<Spare> {
  const { retailerId } = here
  const { supplierId } = here.suppliers['Little Potter']!
  const common = { viaRetailerId: retailerId, email: invitedEmail, publicUrl: portalDeps.publicUrl }
  return await hub.work('system', async work => {
    const addOne = async (email: string, membership: NewMembership) => {
      const userId = await createUser(work, { email, name: email, password, memberships: [membership] })
      const [made] = await work.tx.select().from(memberships).where(eq(memberships.userId, userId))
      return made!.id
    }
    const atRetailer = await addOne(spareEmail, { retailerId, role: 'merchandiser' })
    const atSupplier = await addOne(`other-${spareEmail}`, { supplierId, role: 'billing' })
    const staff = await invite(work, { ...common, place: { retailerId }, role: 'admin' })
    const theirs = await invite(work, { ...common, place: { supplierId }, role: 'owner' })
    return {
      retailer: { membershipId: atRetailer, invitationId: staff.invitationId },
      supplier: { membershipId: atSupplier, invitationId: theirs.invitationId },
    }
  })
}

/** A stock feed of Little Potter's with a row that could not count, and the item that it changed. */
async function addFeed({
  hub,
  here,
}: Busy): Promise<Record<'run' | 'offer' | 'upload' | 'partnership' | 'place', string>> {
  const { retailerId } = here
  const { partnershipId, sourceId } = here.suppliers['Little Potter']!
  const [offer] = await hub.orm.select().from(offers).where(eq(offers.sourceId, sourceId)).limit(1)
  const lines = [offer!.supplierSku, 'NOPE'].map(supplier => ({ ids: { supplier }, quantity: '7' }))
  const advice = { kind: 'inventory-advice', scope: 'delta', number: 'F-1', date: '2026-11-22', lines } as const
  const { id } = await hub.work('system', work =>
    applyInventory(work, { retailerId, partnershipId, advice: { ...advice, lines } }),
  )
  const bytes = new TextEncoder().encode(`SKU,Quantity\n${offer!.supplierSku},7\n`)
  const file = { retailerId, partnershipId, kind: 'inventory', fileName: 'secret.csv', bytes } as const
  const upload = await hub.work('system', work => keepUpload(work, file))
  const settings = { url: 'https://supplier.example/stock.csv' }
  const place = { retailerId, partnershipId, name: 'Stock file', kind: 'http', settings } as const
  const added = await hub.work('system', work =>
    addPlace(work, portalDeps.box, { ...place, schedule: { everyMinutes: 5 } }),
  )
  return { run: id!, offer: offer!.id, upload, partnership: partnershipId, place: added.id }
}

/** A sales channel with its listings, and drafts of both kinds of rules with one rule, `no-lamps`. */
async function addSelling({ hub, here: { retailerId } }: Busy): Promise<Record<string, string>> {
  const ids = await hub.work('system', async work => {
    const channel = await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name: 'Web' }) })
    const prices = [{ id: 'no-lamps', basis: 'cost', adjustment: { by: 'percent', percent: '40' } }]
    const pricing = { retailerId, content: priceRules.parse({ version: 0, rules: prices }) }
    const pauses = [{ id: 'no-lamps', effect: { action: 'pause' } }]
    const listing = { retailerId, content: listingRules.parse({ version: 0, rules: pauses }) }
    await markAll(work, retailerId)
    await refreshSome(work, retailerId)
    const kinds = { shopify: { title: 'Shopify', check: () => [] } }
    const shop = { retailerId, channelId: channel.id, kind: 'shopify', settings: {}, secrets: {}, everyMinutes: 5 }
    return {
      storefronts: (await addStorefront(work, portalDeps.box, kinds, shop)).id,
      'sales-channels': channel.id,
      pricing: (await beginDraft(priceBook, work, pricing)).id,
      'listing-rules': (await beginDraft(listingBook, work, listing)).id,
    }
  })
  const [row] = await hub.orm.select().from(listings).where(eq(listings.retailerId, retailerId)).limit(1)
  return { ...ids, listings: row!.id, products: row!.productId }
}

/** A webhook of each side, and an event that both were told of. */
async function addWebhooks({ hub, here }: Busy): Promise<Record<'retailer' | 'supplier' | 'event', string>> {
  const { retailerId } = here
  const { partnershipId } = here.suppliers['Little Potter']!
  const settings = { url: 'https://shop.example/hooks', description: '', eventTypes: ['deadline.near'] }
  return await hub.work('system', async work => {
    const make = async (owner: string | null) =>
      (await createEndpoint(work, portalDeps.box, { retailerId, partnershipId: owner }, settings)).id
    const ids = { retailer: await make(null), supplier: await make(partnershipId), event: work.newId() }
    await recordEvent({ ...work, newId: () => ids.event }, retailerId, 'deadline.near', { partnershipId }, {})
    return ids
  })
}

/** A view of the list of orders that the administrator kept. */
async function addView({ hub, here: { retailerId } }: Busy, email: string, list: ViewList): Promise<string> {
  const [keeper] = await hub.orm.select({ id: users.id }).from(users).where(eq(users.email, email))
  const view = { retailerId, userId: keeper!.id, list, name: 'Ours', query: '', sharedWith: 'maker' } as const
  return await hub.work('system', work => saveView(work, view))
}

/** A file that is ready, of a person that works at one place. */
async function addFile({ hub, here: { retailerId } }: Busy, email: string): Promise<string> {
  const [person] = await hub.orm
    .select({ userId: users.id, membershipId: memberships.id, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(users.email, email))
  const reader = { retailerId, ...person!, secondFactor: false, timeZone: 'UTC' }
  const blob = await writeBlob(hub, retailerId, Readable.from([Buffer.from('W-SECRET')]))
  return await hub.work('system', async work => {
    const { id: fileId } = await prepareFile(work, reader, { source: '/retailer/orders/file', name: 'W-SECRET' })
    await endFile(work, { retailerId, fileId }, { rows: 1, blob })
    return fileId
  })
}

/** A draft of routing rules with one rule, `no-lamps`. */
async function addRuleDraft({ hub, here: { retailerId } }: Busy): Promise<string> {
  const rules: Rule[] = [{ id: 'no-lamps', when: { skus: ['LAMP-03'] }, effect: { action: 'exclude' } }]
  return await hub.work('system', async work => {
    const { id } = await beginDraft(routingBook, work, { retailerId })
    await keepDraft(routingBook, work, { retailerId, id, content: { rules } })
    return id
  })
}
