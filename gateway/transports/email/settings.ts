import { z } from 'zod'
import { oauthSettings } from '../oauth.ts'
import { mailTemplate } from './template.ts'

/** One address without a name, `orders@example.com`. */
const mailAddress = z.email().max(254)

/** How mail reaches one partner: the SMTP server that takes it, and who it is from and to. Secrets are already opened. */
export const emailSettings = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535).default(587),
  /**
   * `starttls`: begin plain and go on only under TLS. `implicit`: TLS from the first byte (port 465). `opportunistic`: TLS where the server
   * offers it. `none`: never; for a relay on the same machine or a test.
   */
  tls: z.enum(['starttls', 'implicit', 'opportunistic', 'none']).default('starttls'),
  /** PEM of the authority that signed the server's certificate, where it is none of the public ones. */
  certificateAuthority: z.string().optional(),
  user: z.string().min(1).max(254).optional(),
  password: z.string().min(1).max(1000).optional(),
  /** In place of a password: signs in with a token (SASL XOAUTH2). */
  oauth: oauthSettings.optional(),
  from: mailAddress,
  fromName: z.string().max(120).optional(),
  to: z.array(mailAddress).min(1).max(50),
  cc: z.array(mailAddress).max(50).default([]),
  /** Where answers go. It carries the partnership's token, `orders+<token>@hub.example`, by which the mail receiver knows the partner. */
  replyTo: mailAddress.optional(),
  /** Signs what leaves (RFC 6376), where the domain publishes `<selector>._domainkey`. The key is a PEM. */
  dkim: z.object({ domain: z.string().min(1), selector: z.string().min(1), privateKey: z.string().min(1) }).optional(),
  /** The partner's own words for mails that carry purchase orders. */
  template: mailTemplate.optional(),
  /** Purchase orders go as PDF too, beside the file that machines read. */
  attachPdf: z.boolean().default(false),
  /** How long to wait for a connection and for each answer. */
  timeoutSeconds: z.int().min(1).max(600).default(60),
})
export type EmailSettings = z.infer<typeof emailSettings>
