import { z } from 'zod'

/** A trading partner's name on an interchange: ISA05 and ISA06, or ISA07 and ISA08. */
export const x12Identity = z.object({ qualifier: z.string().regex(/^[A-Z0-9]{2}$/), id: z.string().min(1).max(15) })
export type X12Identity = z.infer<typeof x12Identity>

/** The identity as `identities.own` and `identities.partner` keep it. */
export const x12Name = (identity: X12Identity) => `${identity.qualifier}:${identity.id}`

/** What a channel's `settings` column holds: the transport's own settings (secrets apart), and how documents are addressed on it. */
export const channelSettings = z.object({
  transport: z.record(z.string(), z.unknown()).default({}),
  x12: z.object({ own: x12Identity, partner: x12Identity, usage: z.enum(['P', 'T']).default('P') }).optional(),
})
export type ChannelSettings = z.infer<typeof channelSettings>
export type ChannelSettingsInput = z.input<typeof channelSettings>
