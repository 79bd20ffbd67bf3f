import { z } from 'zod'
import { pollSettings, putSettings } from '../remote-files/settings.ts'

/** Without line ends: each of these is part of one command on the wire. */
const word = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\r\n\0]*$/, 'expected one line')

/** How files go to and come from a partner's FTP server, with secrets opened. Transfers are binary and passive. */
export const ftpSettings = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(21),
  /** `explicit`: AUTH TLS before the password is said (RFC 4217). `implicit`: TLS from the first byte (port 990). `none`: everything in the clear. */
  tls: z.enum(['explicit', 'implicit', 'none']).default('explicit'),
  /** PEM of the authority that signed the server's certificate, where it is none of the public ones. */
  certificateAuthority: z.string().optional(),
  username: word,
  password: word,
  /** For connecting, and for each answer of the partner's server. */
  timeoutSeconds: z.int().min(1).max(600).default(30),
  put: putSettings.prefault({}),
  poll: pollSettings.optional(),
})
export type FtpSettings = z.infer<typeof ftpSettings>
export type FtpSettingsInput = z.input<typeof ftpSettings>
