import { and, asc, eq, inArray } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { channels, documents, exceptions, identities, messages } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { newOrder } from '../../engine/orders/new-order.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { type ChannelSettingsInput, x12Name } from '../../partners/channels/settings.ts'
import { createDraft } from '../../partners/maps/create-draft.ts'
import { publishMap } from '../../partners/maps/publish.ts'
import { secretBox } from '../../partners/secrets.ts'
import type { BusinessDocument, DocumentKind, PurchaseOrder } from '../../translators/documents/index.ts'
import { readX12, type WriteEnvelope, writeX12 } from '../../translators/x12/index.ts'
import { jobHandlers } from '../jobs/registry.ts'
import { receiveMessage } from '../journal/receive.ts'
import { deliver } from '../transports/registry.ts'

const own = { qualifier: 'ZZ', id: 'HARBORPINE' }
const partner = { qualifier: 'ZZ', id: 'CASCADE' }

/** What a test's partner has agreed to. */
interface Agreed {
  x12?: Partial<NonNullable<ChannelSettingsInput['x12']>>
  batch?: ChannelSettingsInput['batch']
}

/** A hub with one X12 supplier on its SFTP server, its jobs running: what tests of the pipeline start from. */
export class TradingHub {
  readonly hub: HubDatabase
  readonly retailerId: string
  readonly partnershipId: string
  #control = 0
  #uploads = 0

  private constructor(hub: HubDatabase, retailerId: string, partnershipId: string) {
    this.hub = hub
    this.retailerId = retailerId
    this.partnershipId = partnershipId
  }

  /** `agreed` are settings of the channel beside its transport and its X12 names. */
  static async start(hub: HubDatabase, agreed: Agreed = {}): Promise<TradingHub> {
    const seeded = await seedRetailer(hub, {
      suppliers: [
        {
          name: 'Cascade',
          offers: [
            { sku: 'QUILT', supplierSku: 'C-QUILT', cost: '40', stock: '10' },
            { sku: 'LAMP', supplierSku: 'C-LAMP', cost: '12.5', stock: '10' },
          ],
        },
      ],
    })
    const { retailerId } = seeded
    const { partnershipId } = seeded.suppliers.Cascade!
    await hub.work('system', async work => {
      await work.tx
        .update(channels)
        .set({
          transport: 'sftp',
          format: 'x12',
          version: '005010',
          settings: {
            transport: { mode: 'host' },
            x12: { own, partner, usage: 'P', ...agreed.x12 },
            ...(agreed.batch ? { batch: agreed.batch } : {}),
          },
        })
        .where(and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId)))
      const names = { kind: 'x12' as const, own: x12Name(own), partner: x12Name(partner) }
      await work.tx
        .insert(identities)
        .values({ id: work.newId(), ...names, retailerId, partnershipId, createdAt: work.now })
    })
    const deps = { now: hub.now, allowPrivateAddresses: true }
    await hub.startWorkers(
      jobHandlers({
        hub,
        box: secretBox('a secret for tests only'),
        deliver: (message, channel) => deliver(message, channel, deps),
        deliverReceipt: async () => undefined,
      }),
    )
    return new TradingHub(hub, retailerId, partnershipId)
  }

  async order(lines: { sku: string; quantity: string }[], number = 'W-1'): Promise<void> {
    const input = newOrder.parse({
      number,
      currency: 'USD',
      customer: { name: 'Dana Reyes' },
      shipTo: {
        name: 'Dana Reyes',
        address1: '418 Alder Street',
        city: 'Portland',
        state: 'OR',
        postalCode: '97205',
        country: 'US',
      },
      lines: lines.map(line => ({ ...line, unitPrice: '99' })),
    })
    await this.hub.work('test', work => importOrder(work, this.retailerId, input))
    await this.settled()
  }

  /** Publishes a map of the partner. */
  async publish(documentKind: DocumentKind, overlay: Record<string, unknown>): Promise<void> {
    const { retailerId, partnershipId } = this
    await this.hub.work('test', async work => {
      const map = { retailerId, partnershipId, format: 'x12' as const, documentKind, overlay }
      const { id } = await createDraft(work, map)
      await publishMap(work, { retailerId, id, reason: 'for the test' })
    })
  }

  /** Until no job waits: every one of them has run, and what followed from it. */
  async settled(): Promise<void> {
    while ((await this.hub.pendingJobs()) > 0) await new Promise(resolve => setImmediate(resolve))
  }

  /** Bytes as the partner would upload them. */
  async upload(
    bytes: Uint8Array,
    fileName = 'upload.edi',
    wireId = `upload-${++this.#uploads}`,
  ): Promise<{ messageId: string; repeated: boolean }> {
    const { retailerId, partnershipId } = this
    const reception = await receiveMessage(this.hub, {
      retailerId,
      partnershipId,
      transport: 'sftp',
      wireId,
      fileName,
      bytes,
    })
    await this.settled()
    return reception
  }

  /** An interchange as the partner's own system would write it, under its next control number. */
  x12(...contents: BusinessDocument[]): Uint8Array {
    return this.x12With({}, ...contents)
  }

  /** The same with another envelope. */
  x12With(envelope: Partial<WriteEnvelope>, ...contents: BusinessDocument[]): Uint8Array {
    const written = writeX12(contents, { ...this.envelope(), ...envelope })
    if (written.sets.length !== contents.length) throw new Error(JSON.stringify(written.issues))
    return written.bytes
  }

  /** The partner's next envelope. */
  envelope(): WriteEnvelope {
    this.#control += 1
    return {
      senderQualifier: partner.qualifier,
      sender: partner.id,
      receiverQualifier: own.qualifier,
      receiver: own.id,
      version: '005010',
      usage: 'P',
      interchangeControlNumber: this.#control,
      groupControlNumber: this.#control,
      firstSetControlNumber: 1,
      at: '2026-05-04T10:00:00Z',
    }
  }

  /** What has left for the partner, oldest first, as its own system would read it. */
  async sent(): Promise<BusinessDocument[]> {
    return (await this.sentFiles()).flatMap(file =>
      readX12(file).interchanges.flatMap(one =>
        one.groups.flatMap(group => group.sets.flatMap(set => set.document ?? [])),
      ),
    )
  }

  /** The bytes of every message that has left, oldest first. */
  async sentFiles(): Promise<Uint8Array[]> {
    const rows = await this.hub.orm
      .select({ blobId: messages.blobId })
      .from(messages)
      .where(
        and(
          eq(messages.retailerId, this.retailerId),
          eq(messages.direction, 'out'),
          inArray(messages.status, ['sent', 'confirmed']),
        ),
      )
      .orderBy(asc(messages.id))
    return await Promise.all(rows.map(row => readBlob(this.hub.orm, this.retailerId, row.blobId)))
  }

  /** What our reports on unreadable files say. */
  async reports(): Promise<{ fileName: string | null; status: string; text: string }[]> {
    const rows = await this.hub.orm
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.retailerId, this.retailerId),
          eq(messages.direction, 'out'),
          eq(messages.contentType, 'text/plain'),
        ),
      )
    const texts = await Promise.all(rows.map(row => readBlob(this.hub.orm, this.retailerId, row.blobId)))
    return rows.map(({ fileName, status }, index) => ({
      fileName,
      status,
      text: Buffer.from(texts[index]!).toString(),
    }))
  }

  async purchaseOrder(): Promise<PurchaseOrder> {
    const found = (await this.sent()).find(document => document.kind === 'purchase-order')
    if (!found) throw new Error('No purchase order has left.')
    return found as PurchaseOrder
  }

  message(id: string) {
    return this.hub.orm
      .select()
      .from(messages)
      .where(and(eq(messages.retailerId, this.retailerId), eq(messages.id, id)))
      .then(rows => rows[0]!)
  }

  documentsIn(messageId: string) {
    return this.hub.orm
      .select()
      .from(documents)
      .where(and(eq(documents.retailerId, this.retailerId), eq(documents.messageId, messageId)))
      .orderBy(asc(documents.position))
  }

  exceptions() {
    return this.hub.orm
      .select()
      .from(exceptions)
      .where(eq(exceptions.retailerId, this.retailerId))
      .orderBy(asc(exceptions.id))
  }
}
