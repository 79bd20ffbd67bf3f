import type { Context } from 'hono'
import type { HubDatabase } from '../db/hub-database.ts'
import type { transports } from '../db/schema/index.ts'
import type { CheckFeed } from '../partners/feeds/feed-secrets.ts'
import type { SecretBox } from '../partners/secrets.ts'
import type { StorefrontKinds } from '../partners/storefronts/storefronts.ts'
import type { RetailerScope, SupplierScope } from './auth/scopes.ts'
import type { Viewer } from './auth/viewer.ts'

/** Where the portal writes what went wrong; a pino logger fits. */
export interface PortalLog {
  error(details: object, message: string): void
}

/** How trying a connection went, step by step, in words. */
export interface ConnectionResult {
  passed: boolean
  /** `hostKey`: the fingerprint that a server showed and nobody has confirmed yet. */
  steps: { title: string; outcome: 'passed' | 'failed' | 'skipped'; says: string; hostKey?: string }[]
}

/** What the forms of channels are held against: each transport's own rules, which live with the transport. */
export interface ChannelForms {
  /** What a transport would refuse of its settings, secrets among them; `path` as in `put.namePattern`. */
  check: (
    transport: (typeof transports)[number],
    settings: Record<string, unknown>,
  ) => { path: string; message: string }[]
  /** What a form of AS2 settings may begin with, by the partner's product. */
  as2Presets: Record<string, { name: string; says: string; settings: Record<string, unknown> }>
}

/** What the portal needs from the process that mounts it. */
export interface PortalDeps {
  hub: HubDatabase
  /** Seals the private keys that are made or imported here. */
  box: SecretBox
  /** True behind https: cookies are then `Secure` and carry the `__Host-` prefix. */
  secureCookies: boolean
  /** The address by which people reach the portal; forms are accepted from its origin. */
  publicUrl: string
  /** Where partners send AS2 messages: stands on the sheet that they are handed. */
  as2Url: string
  log: PortalLog
  /** Aborted when the process begins to stop: streams that pages hold open end then. */
  closing?: AbortSignal
  /** Tries the connection to a partner; undefined where it has none that can be tried. */
  testConnection?: (partnership: { retailerId: string; partnershipId: string }) => Promise<ConnectionResult | undefined>
  /** Each transport's own rules; without them forms are held against nothing but the channel's. */
  channelForms?: ChannelForms
  /** What each kind of place that feeds are fetched from would refuse; without it forms of places are held against nothing. */
  checkFeed?: CheckFeed
  /** The kinds of shops that can be connected, and how one is tried. */
  storefronts?: {
    kinds: StorefrontKinds
    test: (retailerId: string, id: string) => Promise<ConnectionResult | undefined>
    /** Where a shop’s webhooks go, below the hub’s own address. */
    webhookPath: (retailerId: string, id: string) => string
  }
  /** Sends a mail as the retailer's own mail server is set up, and says how that went. */
  sendTestMail?: (retailerId: string, to: string) => Promise<ConnectionResult>
  /** How addresses that people entered are called: refusing private ranges, say. `allowPlain`: also without TLS, inside one network. The runtime's own `fetch` by default. */
  callOut?: { fetch: (url: string, options: RequestInit) => Promise<Response>; allowPlain: boolean }
  /** The network address of whoever asks, for limiting sign-ins. The connection's own by default; give one that reads a trusted proxy's header. */
  clientAddress?: (context: Context) => string
}

/** What a request carries once the middleware has run. */
export interface PortalEnv {
  Variables: {
    viewer: Viewer
    retailer: RetailerScope
    supplier: SupplierScope
    /** Has the file of this address made in the background, and answers with where it is told how far that is; absent where it is the background that asks. */
    putAside?: (name: string) => Promise<Response>
    /** Hears how many more rows of a file are written. */
    written?: (rows: number) => void
  }
}

export type PortalContext = Context<PortalEnv>
