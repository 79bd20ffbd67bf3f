import { and, asc, eq, isNull } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { purchaseOrders, retailerRoles, supplierRoles } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { newOrder } from '../../engine/orders/new-order.ts'
import { markSent } from '../../engine/purchase-orders/mark-sent.ts'
import { routeOrder } from '../../engine/routing/route.ts'
import { type Seeded, seedRetailer } from '../../engine/testing/seed.ts'
import { createUser, type NewMembership } from '../../partners/people/create-user.ts'
import { createPortal } from '../app.tsx'
import { Client, portalDeps } from './client.ts'

/** The password of everybody in tests. */
export const password = 'correct horse battery'

/** Two retailers that know nothing of each other, each with two suppliers, and a person for every role. */
export interface World {
  hub: HubDatabase
  client(): Client
  /** A client that is signed in as this person. */
  as(email: string): Promise<Client>
  here: Seeded
  there: Seeded
  slug: string
  otherSlug: string
  /** What the portal logged as its own failures. */
  logged: unknown[]
}

/** `potter-owner@here.example`, `admin@there.example`: who works where as what. */
const emailOf = (role: string, place: string) => `${role}@${place}.example`

export async function openWorld(hub: HubDatabase): Promise<World> {
  const logged: unknown[] = []
  const log = { error: (details: object, message: string) => logged.push({ ...details, message }) }
  const app = createPortal({ ...portalDeps, hub, log })
  const client = () => new Client(app)
  const [here, there] = [await seedOne(hub), await seedOne(hub)]
  await addPeople(hub, here, 'here')
  await addPeople(hub, there, 'there')
  const as = async (email: string) => {
    const signedIn = client()
    const response = await signedIn.signIn(email, password)
    if (response.status !== 303) throw new Error(`${email} could not sign in: ${response.status}`)
    return signedIn
  }
  const slug = `retailer-${here.retailerId}`
  return { hub, client, as, here, there, slug, otherSlug: `retailer-${there.retailerId}`, logged }
}

function seedOne(hub: HubDatabase): Promise<Seeded> {
  const offers = [
    { sku: 'MUG-01', cost: '8.25', stock: '100' },
    { sku: 'BOWL-02', cost: '12.5', stock: '40' },
  ]
  return seedRetailer(hub, {
    suppliers: [
      { name: 'Little Potter', priority: 10, offers, settings: { invoicing: { approveAutomatically: false } } },
      { name: 'Cascade Home', priority: 20, offers: [{ sku: 'LAMP-03', cost: '31', stock: '9' }] },
    ],
  })
}

async function addPeople(hub: HubDatabase, seeded: Seeded, place: string): Promise<void> {
  const { retailerId, suppliers } = seeded
  for (const role of retailerRoles) await addPerson(hub, emailOf(role, place), { retailerId, role })
  for (const role of supplierRoles) {
    const { supplierId } = suppliers['Little Potter']!
    await addPerson(hub, emailOf(`potter-${role}`, place), { supplierId, role })
  }
  const { supplierId } = suppliers['Cascade Home']!
  await addPerson(hub, emailOf('cascade-owner', place), { supplierId, role: 'owner' })
}

async function addPerson(hub: HubDatabase, email: string, membership: NewMembership): Promise<void> {
  await hub.work('system', work => createUser(work, { email, name: email, password, memberships: [membership] }))
}

/** A customer's order, routed and sent to its suppliers. Returns the numbers of its purchase orders. */
export async function placeOrder(
  { hub }: Pick<World, 'hub'>,
  seeded: Seeded,
  number: string,
  lines: { sku: string; quantity: string }[],
  customer = 'Grace Hopper',
): Promise<{ orderId: string; numbers: string[] }> {
  const { retailerId } = seeded
  const order = newOrder.parse({
    number,
    currency: 'USD',
    customer: { name: customer, email: 'customer@example.com' },
    shipTo: {
      name: customer,
      address1: '1 Compiler Way',
      city: 'Arlington',
      state: 'VA',
      postalCode: '22201',
      country: 'US',
    },
    lines: lines.map(line => ({ ...line, unitPrice: '50' })),
  })
  const { orderId } = await hub.work('system', work => importOrder(work, retailerId, order))
  await hub.work('system', work => routeOrder(work, { retailerId, orderId, cause: 'imported' }))
  const made = await hub.orm
    .select({ id: purchaseOrders.id, number: purchaseOrders.number })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.retailerId, retailerId),
        eq(purchaseOrders.orderId, orderId),
        isNull(purchaseOrders.sentAt),
      ),
    )
    .orderBy(asc(purchaseOrders.id))
  for (const { id } of made) await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId: id }))
  return { orderId, numbers: made.map(row => row.number) }
}
