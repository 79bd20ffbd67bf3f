import type { ShopOrder, ShopPackage } from '../../engine/storefronts/order.ts'
import type { CallOut } from '../doors/call-out.ts'
import type { DeliveryFailure } from '../transports/contract.ts'

/** What something asked of a shop came to. `partner-refused` concerns the one thing that was asked; anything else the connection. */
export type Answer<T extends object = object> = ({ ok: true } & T) | { ok: false; failure: DeliveryFailure }

/** An order that was made or changed at the shop. */
export interface ChangedOrder {
  remoteId: string
  updatedAt: Date
}

/** A product as a shop shows it. */
export interface ShopProduct {
  sku: string
  title: string
  description?: string
  brand?: string
  category?: string
  price?: string
  gtin?: string
  images: string[]
  /** Whether customers see it. */
  shown: boolean
  /** What can be sold, in whole units. */
  quantity: number
}

/** The ids by which a shop knows a product, kept by the hub and handed back with the next change. */
export type RemoteProduct = Record<string, unknown>

/** How many units of a product can be sold. */
export interface StockLevel {
  remote: RemoteProduct
  quantity: number
}

/** A step of trying a connection, in words. */
export interface ConnectionStep {
  title: string
  outcome: 'passed' | 'failed' | 'skipped'
  says: string
}

/** A webhook as it came, before anything of it is believed. */
export interface WebhookRequest {
  header(name: string): string | undefined
  body: Uint8Array
}

/** What a webhook says. `forged`: it is not signed by the shop. `changed` names orders that are to be read again; there are none where it is about something else. */
export type WebhookReading =
  | { ok: true; webhookId: string; topic: string; changed: string[] }
  | { ok: false; because: 'forged' | 'malformed'; says: string }

/** A shop that can be talked to. Nothing here throws for what the shop or the network does. */
export interface Storefront {
  /** Orders that changed at or after a moment, by when they did, page by page. */
  changedOrders(since: Date, page?: string): Promise<Answer<{ orders: ChangedOrder[]; next?: string }>>
  /** One of them as it is now; `undefined` where the shop has none by this id. */
  readOrder(remoteId: string): Promise<Answer<{ order: ShopOrder | undefined }>>
  /** Tells of a parcel, and gives the shop's ids of what it made of it. Asked again after an answer was lost, it finds what was made and makes nothing twice. */
  sendPackage(parcel: ShopPackage): Promise<Answer<{ remoteIds: string[] }>>
  /** Tells that a parcel was taken back, by what `sendPackage` gave for it. Asked again after an answer was lost, it changes nothing. */
  takeBackPackage(remoteIds: readonly string[]): Promise<Answer>
  /** Has the shop post webhooks of orders to an address, where it does not yet. */
  subscribe(address: string): Promise<Answer>
  /** Creates or changes a product; `remote` is what an earlier call gave. Absent in the answer: the shop has none and needs none. */
  putProduct(product: ShopProduct, remote?: RemoteProduct): Promise<Answer<{ remote?: RemoteProduct }>>
  /** Sets stock, at most `stockBatch` at a time. Those of `stale` changed at the shop meanwhile and go again with the next round. */
  sendInventory(levels: readonly StockLevel[], key: string): Promise<Answer<{ stale: StockLevel[] }>>
  stockBatch: number
  /** Tries what the hub will do, without changing anything. */
  test(): Promise<ConnectionStep[]>
}

/** What a connector needs of its surroundings. */
export interface ConnectorDeps {
  call: CallOut
  now: () => Date
  /** Waits for so many milliseconds. */
  pause: (milliseconds: number) => Promise<void>
}

/** Something that is wrong with settings; `path` as in `location.id`. */
export interface SettingsProblem {
  path: string
  message: string
}

/** One kind of shop: a folder beside this file, and a line in the registry. */
export interface Connector {
  /** For people. */
  title: string
  /** What it would refuse of settings, secrets among them. */
  check(settings: Record<string, unknown>): SettingsProblem[]
  /** Throws where `check` finds something. */
  open(settings: Record<string, unknown>, deps: ConnectorDeps): Storefront
  /** Reads a webhook, believing nothing that the shop has not signed. Throws where `check` finds something. */
  readWebhook(settings: Record<string, unknown>, request: WebhookRequest): WebhookReading
}
