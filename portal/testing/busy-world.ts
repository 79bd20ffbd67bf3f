import { and, eq } from 'drizzle-orm'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  documents,
  exceptions,
  exportBatches,
  invoices,
  messageEvents,
  messages,
  orders,
  payments,
  purchaseOrders,
} from '../../db/schema/index.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import { addCertificate } from '../../partners/certificates/add.ts'
import { createCertificate, createRequest } from '../../partners/certificates/create-certificate.ts'
import { readCertificateFile } from '../../partners/certificates/read-file.ts'
import { keepRequest } from '../../partners/certificates/request.ts'
import { createDraft } from '../../partners/maps/create-draft.ts'
import { publishMap } from '../../partners/maps/publish.ts'
import { portalDeps } from './client.ts'
import { addReview } from './reviews.ts'
import { openWorld, placeOrder, type World } from './world.ts'

/** What stands in the busy world at the first retailer, by the names that its pages use. */
export interface Busy extends World {
  /** Of the order that went all the way. */
  orderId: string
  number: string
  /** Exported, matched, and in question. */
  invoiceIds: { exported: string; matched: string; disputed: string }
  messageId: string
  exceptionId: string
  batchId: string
  /** Of a PDF invoice that waits for a person, and of one that is a scan. */
  reviewIds: { page: string; scan: string }
  /** Of the exported invoice. */
  paymentId: string
  partnershipId: string
  /** A certificate of the first retailer’s own with Little Potter, and a request that waits. */
  certificateIds: { own: string; request: string }
  /** Versions of Little Potter’s map of purchase orders: the one in use, and a draft. */
  mapIds: { used: string; draft: string }
}

/** Texts that only people of the first retailer, and Little Potter, may ever read. */
export const secrets = ['W-SECRET', '1Z999AA10123456784', 'LP-INV', 'secret-850.edi', 'Grace Hopper']

/** A world in which everything has happened once: shipped, invoiced, disputed, exported, failed, held. */
export async function openBusyWorld(hub: HubDatabase): Promise<Busy> {
  const world = await openWorld(hub)
  const mugs = [{ sku: 'MUG-01', quantity: '10' }]
  const { orderId, numbers } = await placeOrder(world, world.here, 'W-SECRET-1', mugs)
  await placeOrder(world, world.here, 'W-SECRET-2', [{ sku: 'BOWL-02', quantity: '2' }])
  await placeOrder(world, world.here, 'W-3', [{ sku: 'LAMP-03', quantity: '500' }], 'Alan Kay')
  const number = numbers[0]!
  await workOrder(world, number)
  const { retailerId } = world.here
  const { partnershipId } = world.here.suppliers['Little Potter']!
  const found = await hub.orm.select().from(invoices).where(eq(invoices.retailerId, retailerId))
  for (const { id } of found) await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id }))
  const idOf = (wanted: string) => found.find(row => row.number === wanted)!.id
  const accountant = await world.as('accountant@here.example')
  await accountant.post(`/accounting/invoices/${idOf('LP-INV-1')}/approval`)
  await accountant.post('/accounting/exports', { format: 'xero' })
  const [batch] = await hub.orm.select().from(exportBatches).where(eq(exportBatches.retailerId, retailerId))
  if (!batch) throw new Error('Nothing was exported.')
  const paid = { partnership: partnershipId, paidOn: '2026-11-30', method: 'ach', [`pay[${idOf('LP-INV-1')}]`]: 'on' }
  await accountant.post('/accounting/payments', paid)
  const [payment] = await hub.orm.select().from(payments).where(eq(payments.retailerId, retailerId))
  const messageId = await addFailedMessage(world, partnershipId, number)
  const [exception] = await hub.orm
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.kind, 'not-delivered')))
  return {
    ...world,
    orderId,
    number,
    invoiceIds: { exported: idOf('LP-INV-1'), matched: idOf('LP-INV-2'), disputed: idOf('LP-INV-3') },
    messageId,
    exceptionId: exception!.id,
    batchId: batch.id,
    reviewIds: {
      page: await addReview(hub, { retailerId, partnershipId }, 'potter'),
      scan: await addReview(hub, { retailerId, partnershipId }, 'scan'),
    },
    paymentId: payment!.id,
    partnershipId,
    certificateIds: await addCertificates(world),
    mapIds: await addMaps(world),
  }
}

async function addMaps({ hub, here }: World): Promise<Busy['mapIds']> {
  const { retailerId } = here
  const { partnershipId } = here.suppliers['Little Potter']!
  const map = { retailerId, partnershipId, format: 'x12' as const, documentKind: 'purchase-order' as const }
  return await hub.work('system', async work => {
    const overlay = { overlay: 1, set: '850', name: 'W-SECRET map', elements: { BEG03: { length: [1, 22] } } }
    const used = await createDraft(work, { ...map, overlay })
    await publishMap(work, { retailerId, id: used.id, reason: 'W-SECRET reason' })
    const draft = await createDraft(work, map)
    return { used: used.id, draft: draft.id }
  })
}

async function addCertificates({ hub, here }: World): Promise<Busy['certificateIds']> {
  const about = { curve: 'P-256' as const, commonName: 'W-SECRET', uses: ['sign'] as const }
  const now = Math.floor(hub.now().getTime() / 1000) * 1000
  const validity = { validFrom: new Date(now), validTo: new Date(now + 365 * 86_400_000) }
  const { privateKey, certificate } = await createCertificate({ ...about, ...validity, serial: '01' })
  const read = readCertificateFile(Buffer.from(certificate))
  if (!read.ok) throw new Error(read.issue.message)
  const details = read.file.certificates[0]!
  const request = await createRequest(about)
  const { partnershipId } = here.suppliers['Little Potter']!
  const common = { retailerId: here.retailerId, partnershipId, uses: about.uses }
  const { box } = portalDeps
  return await hub.work('system', async work => ({
    own: await addCertificate(work, box, { ...common, owner: 'own', certificate: details, privateKey }),
    request: await keepRequest(work, box, { ...common, ...request, subject: 'CN=W-SECRET' }),
  }))
}

/** Little Potter accepts, ships in two parts, and sends three invoices: two right, one with a wrong price. */
async function workOrder(world: World, number: string): Promise<void> {
  const potter = await world.as('potter-owner@here.example')
  const path = `/supplier/${world.slug}/purchase-orders/${number}`
  await potter.post(`${path}/acknowledgments`, { answer: 'accept-all' })
  await potter.post(`${path}/shipments`, {
    carrier: 'UPS',
    'packages[1][tracking]': '1Z999AA10123456784',
    'packages[1][quantity-1]': '8',
  })
  for (const [index, unitPrice] of ['8.25', '8.25', '9.75'].entries()) {
    await potter.post(`${path}/invoices`, {
      number: `LP-INV-${index + 1}`,
      'lines[1][quantity]': '2',
      'lines[1][unitPrice]': unitPrice,
    })
  }
}

async function addFailedMessage({ hub, here }: World, partnershipId: string, number: string): Promise<string> {
  const { retailerId } = here
  const isa =
    'ISA*00*          *00*          *ZZ*HARBOR         *ZZ*POTTER         *261122*1200*U*00401*000000001*0*P*>~'
  return await hub.work('system', async work => {
    const bytes = new TextEncoder().encode(
      `${isa}GS*PO*HARBOR*POTTER*20261122*1200*1*X*004010~<script>alert(1)</script>~\u0007`,
    )
    const { blobId } = await storeBlob(work, retailerId, bytes)
    const id = work.newId()
    const common = { retailerId, partnershipId, createdAt: work.now }
    await work.tx.insert(messages).values({
      ...common,
      id,
      direction: 'out',
      transport: 'as2',
      wireId: `<${id}@hub>`,
      fileName: 'secret-850.edi',
      contentType: 'application/edi-x12',
      blobId,
      size: bytes.length,
      receiptBlobId: blobId,
      status: 'failed',
      failureCode: 'connection-refused',
      failureDetail: 'connect ECONNREFUSED 192.0.2.1:443',
      attempts: 12,
    })
    await work.tx
      .insert(messageEvents)
      .values({ retailerId, id: work.newId(), messageId: id, kind: 'failed', detail: { attempt: 12 }, at: work.now })
    const [order] = await work.tx
      .select({ id: purchaseOrders.id })
      .from(purchaseOrders)
      .innerJoin(orders, and(eq(orders.retailerId, purchaseOrders.retailerId), eq(orders.id, purchaseOrders.orderId)))
      .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.number, number)))
    await work.tx.insert(documents).values({
      ...common,
      id: work.newId(),
      direction: 'out',
      kind: 'purchase-order',
      number,
      messageId: id,
      purchaseOrderId: order!.id,
      key: `test:${number}`,
      setNumber: '0001',
      status: 'rendered',
      content: { kind: 'purchase-order', number },
    })
    await raiseException(work, {
      retailerId,
      kind: 'not-delivered',
      key: `not-delivered:${id}`,
      partnershipId,
      messageId: id,
      expected: 'delivered',
      actual: 'connection-refused',
      summary: 'secret-850.edi could not be delivered. Nothing listens at the partner’s address.',
    })
    return id
  })
}
