import { z } from 'zod'
import { oauthSettings } from '../transports/oauth.ts'

/** A mailbox that is looked into over IMAP, with secrets opened. */
export const imapSettings = z
  .object({
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(993),
    /** `implicit`: TLS from the first byte. `starttls`: no password without it. `none`: for a server on the same machine. */
    tls: z.enum(['implicit', 'starttls', 'none']).default('implicit'),
    /** PEM of the authority that signed the server's certificate, where it is none of the public ones. */
    certificateAuthority: z.string().optional(),
    username: z.string().min(1).max(256),
    password: z.string().min(1).max(1000).optional(),
    /** OAuth 2.0 (SASL XOAUTH2), where the server wants it in place of a password. */
    accessToken: z.string().min(1).max(10_000).optional(),
    /** The same, from a server that hands such tokens out. */
    oauth: oauthSettings.optional(),
    folder: z.string().min(1).max(500).default('INBOX'),
    /** What people send there: it tells which document an attachment without a clear header is. */
    purpose: z.enum(['orders', 'invoices', 'inventory', 'answers']).default('answers'),
    /** What happens with a mail once it is in the journal. */
    after: z
      .discriminatedUnion('do', [
        z.object({ do: z.literal('mark-seen') }),
        z.object({ do: z.literal('leave') }),
        z.object({ do: z.literal('delete') }),
        z.object({ do: z.literal('move'), folder: z.string().min(1).max(500) }),
      ])
      .default({ do: 'mark-seen' }),
    /** Mails that people have read are none of the hub's, where they share the mailbox. */
    onlyUnseen: z.boolean().default(false),
    /** Octets; larger mails are reported and left alone. */
    largestMail: z
      .int()
      .positive()
      .default(50 * 1024 * 1024),
    /** Mails taken in one look; the rest waits for the next. */
    mailsAtOnce: z.int().positive().max(1000).default(100),
    /** For connecting, and for each answer. */
    timeoutSeconds: z.int().min(1).max(600).default(60),
  })
  .refine(({ password, accessToken, oauth }) => (password ?? accessToken ?? oauth) !== undefined, {
    path: ['password'],
    message: 'expected a password, an access token, or where tokens come from',
  })
export type ImapSettings = z.infer<typeof imapSettings>
