import { z } from 'zod'
import { deliverySettings } from './delivery.ts'

/** A trading partner's name on an interchange: ISA05 and ISA06, or ISA07 and ISA08. */
export const x12Identity = z.object({ qualifier: z.string().regex(/^[A-Z0-9]{2}$/), id: z.string().min(1).max(15) })
export type X12Identity = z.infer<typeof x12Identity>

/** The identity as `identities.own` and `identities.partner` keep it. */
export const x12Name = (identity: X12Identity) => `${identity.qualifier}:${identity.id}`

/** Which answers of the syntax a partner gets to what it sends. */
export const x12Answers = z.object({
  /** To each functional group: a 997, a 999 (005010 and later), or none. */
  functional: z.enum(['997', '999', 'none']).default('997'),
  /** A TA1 to the interchange: where ISA14 asks for it, always, only with an error in the envelope, or never. */
  interchange: z.enum(['asked', 'always', 'errors', 'never']).default('asked'),
  /** An 824 to each document that reads well and cannot be applied. */
  application: z.boolean().default(false),
})

/** Many documents of a kind in one message: as soon as there are `upTo`, or when the oldest has waited `minutes`. */
export const batchSettings = z.object({
  upTo: z.int().min(1).max(5000).default(500),
  minutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60),
})
export type BatchSettings = z.infer<typeof batchSettings>

/** How documents are addressed in X12, answered and forgiven. */
export const x12Settings = z.object({
  own: x12Identity,
  partner: x12Identity,
  /** ISA15 of what we send. Test interchanges (T) are never applied where this says P. */
  usage: z.enum(['P', 'T']).default('P'),
  /** ISA14 of what we send: a TA1 is wanted. */
  acknowledgmentRequested: z.boolean().default(false),
  answers: x12Answers.prefault({}),
  /** By issue code, how bad it is when this partner sends it: `{ "set-count-mismatch": "ignore" }`. */
  severities: z.record(z.string(), z.enum(['error', 'warning', 'ignore'])).default({}),
  /** The characters that this partner may send (X12.6); absent: any. */
  characterSet: z.enum(['basic', 'extended', 'utf-8']).optional(),
  /** The release whose guide reads what this partner sends; absent: that of GS08, or the nearest to it. */
  release: z.enum(['003000', '004010', '004030', '005010']).optional(),
  /** What the conditions of the partner's maps may ask for: `{ "programme": "drop-ship" }`. */
  facts: z.record(z.string(), z.string()).default({}),
})

/** What a mail on behalf of the partner must show before it counts as the partner's. */
export const incomingMail = z.object({
  /** Addresses and domains (`@supplier.example`) that may write; empty: any. */
  senders: z
    .array(z.string().regex(/^[^@\s]*@[^@\s]+$/, 'expected an address or @domain'))
    .max(100)
    .default([]),
  /**
   * `aligned`: a DKIM signature or SPF that passes for the From header's domain. `dmarc`: that, by a DMARC record which the domain publishes. Mail fetched from a
   * mailbox can pass by DKIM only.
   */
  authentication: z.enum(['none', 'aligned', 'dmarc']).default('none'),
})

/** What a channel's `settings` column holds: the transport's own settings (secrets apart), and how documents are addressed on it. */
export const channelSettings = z.object({
  transport: z.record(z.string(), z.unknown()).default({}),
  x12: x12Settings.optional(),
  batch: batchSettings.optional(),
  incomingMail: incomingMail.optional(),
  delivery: deliverySettings.optional(),
})
export type ChannelSettings = z.infer<typeof channelSettings>
export type ChannelSettingsInput = z.input<typeof channelSettings>
