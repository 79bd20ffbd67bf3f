import { z } from 'zod'

const tenant = z.object({ retailerId: z.uuid() })

interface JobKind {
  payload: z.ZodType
  retryLimit: number
  retryDelay: number
  /** Done over and over, once in each interval however many processes work. It waits for nobody when it fails: the next run does what is left. */
  everySeconds?: number
}

/**
 * Every kind of work in the background: its payload, and how often it is tried again before it waits for a person.
 * The delay doubles from `retryDelay` seconds. A new kind is a line here and a handler in `gateway/jobs/`.
 */
export const jobKinds = {
  /** Decide where an order's open quantities go. */
  'route-order': { payload: tenant.extend({ orderId: z.uuid(), cause: z.string() }), retryLimit: 6, retryDelay: 1 },
  /** Turn a queued outbound document into the exact bytes of a message. */
  'render-document': { payload: tenant.extend({ documentId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Hand a message to its transport. */
  'deliver-message': { payload: tenant.extend({ messageId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Send the receipt of a received message that was asked for asynchronously. */
  'deliver-receipt': {
    payload: tenant.extend({ messageId: z.uuid(), url: z.string().optional() }),
    retryLimit: 12,
    retryDelay: 5,
  },
  /** Read a received message, answer it, apply its documents. */
  'process-message': { payload: tenant.extend({ messageId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Send or read again what is left of many messages, as a person said. */
  'replay-messages': { payload: tenant.extend({ replayId: z.uuid() }), retryLimit: 6, retryDelay: 2 },
  /** Apply one received document to the business. */
  'apply-document': { payload: tenant.extend({ documentId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Match an invoice with its order and shipments. */
  'match-invoice': { payload: tenant.extend({ invoiceId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Warn of deadlines, tell of those missed, and look again at invoices that have waited long enough. */
  'sweep-deadlines': { payload: z.object({}), retryLimit: 1, retryDelay: 5, everySeconds: 60 },
  /** Tell of certificates that end soon. */
  'watch-certificates': { payload: z.object({}), retryLimit: 5, retryDelay: 60, everySeconds: 86_400 },
  /** Find places whose schedule says that they are looked into now. */
  'sweep-fetches': { payload: z.object({}), retryLimit: 1, retryDelay: 5, everySeconds: 15 },
  /** Look into one of them, and take what is there. */
  'fetch-source': { payload: tenant.extend({ sourceId: z.uuid() }), retryLimit: 2, retryDelay: 30 },
  /** Take back an order that its supplier did not answer in time. */
  'withdraw-unanswered': { payload: tenant.extend({ deadlineId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Compute prices and listings anew of products of which something changed; `all`: of every product. */
  'refresh-listings': { payload: tenant.extend({ all: z.boolean().optional() }), retryLimit: 6, retryDelay: 1 },
  /** Make products of suppliers' complete items that no product is, as the settings have it; `asked`: as a person said. */
  'make-products': {
    payload: tenant.extend({ sourceId: z.uuid().optional(), asked: z.boolean().optional() }),
    retryLimit: 6,
    retryDelay: 2,
  },
  /** Apply an uploaded feed, as a person said. */
  'apply-upload': { payload: tenant.extend({ uploadId: z.uuid() }), retryLimit: 6, retryDelay: 2 },
  /** Take in what is left of a bulk import. */
  'run-import': { payload: tenant.extend({ importId: z.uuid() }), retryLimit: 6, retryDelay: 2 },
  /** Write a file of many rows for the person who asked for it. */
  'prepare-file': { payload: tenant.extend({ fileId: z.uuid() }), retryLimit: 3, retryDelay: 2 },
  /** Find sales channels whose file of changed listings is due. */
  'sweep-listing-files': { payload: z.object({}), retryLimit: 1, retryDelay: 5, everySeconds: 60 },
  /** Put one of these files on its channel's server. */
  'send-listing-file': { payload: tenant.extend({ channelId: z.uuid() }), retryLimit: 2, retryDelay: 30 },
  /** Try the connection to a partner, as somebody asked. */
  'test-connection': {
    payload: tenant.extend({ partnershipId: z.uuid(), testId: z.uuid() }),
    retryLimit: 2,
    retryDelay: 5,
  },
  /** Find storefronts that are to be asked and told now. */
  'sweep-storefronts': { payload: z.object({}), retryLimit: 1, retryDelay: 5, everySeconds: 15 },
  /** Ask one of them what changed, and tell it what changed here. */
  'sync-storefront': { payload: tenant.extend({ storefrontId: z.uuid() }), retryLimit: 2, retryDelay: 30 },
  /** Read one order of a storefront anew, as a webhook asked. */
  'read-storefront-order': {
    payload: tenant.extend({ storefrontId: z.uuid(), remoteId: z.string() }),
    retryLimit: 6,
    retryDelay: 5,
  },
  /** Tell an endpoint of the events that wait for it. */
  'deliver-webhooks': { payload: tenant.extend({ endpointId: z.uuid() }), retryLimit: 6, retryDelay: 1 },
  /** Find events that wait for an endpoint and that nobody has in hand. */
  'sweep-webhooks': { payload: z.object({}), retryLimit: 1, retryDelay: 5, everySeconds: 60 },
  /** Forget what was kept for a time only: answers under idempotency keys, calls of webhooks. */
  'forget-old': { payload: z.object({}), retryLimit: 3, retryDelay: 60, everySeconds: 3600 },
  /** Tell people something by mail. */
  'send-notification': { payload: tenant.extend({ notificationId: z.uuid() }), retryLimit: 10, retryDelay: 15 },
  /** Tell a supplier's people of the orders that have reached them in the portal. */
  'tell-new-orders': { payload: tenant.extend({ partnershipId: z.uuid() }), retryLimit: 6, retryDelay: 5 },
  /** Send somebody's daily mail. */
  'send-digest': {
    payload: tenant.extend({ membershipId: z.uuid(), leasedUntil: z.iso.datetime() }),
    retryLimit: 5,
    retryDelay: 30,
  },
  /** Make the link of an invitation and mail it. */
  'send-invitation': {
    payload: tenant.extend({ invitationId: z.uuid(), publicUrl: z.url() }),
    retryLimit: 6,
    retryDelay: 15,
  },
  /** Make a link that resets a password or signs in, and mail it, where somebody has this address. Too late is of no use. */
  'send-account-link': {
    payload: z.object({ email: z.string(), purpose: z.enum(['password-reset', 'sign-in']), publicUrl: z.url() }),
    retryLimit: 3,
    retryDelay: 15,
  },
} as const satisfies Record<string, JobKind>

export type JobName = keyof typeof jobKinds
export type JobPayload<N extends JobName> = z.infer<(typeof jobKinds)[N]['payload']>
export const jobNames = Object.keys(jobKinds) as JobName[]

/** How often a kind of work is done by itself, in seconds; undefined for work that something asks for. */
export function intervalOf(name: JobName): number | undefined {
  const kind: JobKind = jobKinds[name]
  return kind.everySeconds
}

/** When a job may start, and how it ranks. */
export interface JobOptions {
  startAfter?: Date
  /** Higher goes first. */
  priority?: number
}
