import ssh2 from 'ssh2'
import { z } from 'zod'
import { pollSettings, putSettings } from '../remote-files/settings.ts'

/** A fingerprint as OpenSSH prints it, or the key itself as it stands in `known_hosts`: `ssh-ed25519 AAAA…`. */
const pinnedHostKey = z
  .string()
  .trim()
  .regex(
    /^(SHA256:[A-Za-z0-9+/]{43}|(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/]+=*( .*)?)$/,
    'expected a fingerprint “SHA256:…” or a public key “ssh-ed25519 AAAA…”',
  )

const privateKey = z
  .string()
  .refine(text => !(ssh2.utils.parseKey(text) instanceof Error), 'expected a private key without a passphrase')

/** The partner comes to our own server: what is sent waits in its /outbound. */
const hostSettings = z.object({ mode: z.literal('host') })

/** We go to the partner's server. */
export const clientSettings = z
  .object({
    mode: z.literal('client'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(22),
    username: z.string().min(1).max(256),
    password: z.string().min(1).optional(),
    privateKey: privateKey.optional(),
    /** The host keys that a person has confirmed; several while the partner changes from one to the next. */
    hostKeys: z.array(pinnedHostKey).min(1),
    algorithms: z.enum(['modern', 'older']).default('modern'),
    /** For connecting, and for each answer of the partner's server. */
    timeoutSeconds: z.int().min(1).max(600).default(30),
    put: putSettings.prefault({}),
    poll: pollSettings.optional(),
  })
  .refine(settings => settings.password !== undefined || settings.privateKey !== undefined, {
    path: ['privateKey'],
    message: 'expected a private key or a password',
  })

/** What a channel over SFTP stores, with its secrets opened. */
export const sftpSettings = z.discriminatedUnion('mode', [hostSettings, clientSettings])

export type ClientSettings = z.infer<typeof clientSettings>
export type SftpSettings = z.infer<typeof sftpSettings>
export type SftpSettingsInput = z.input<typeof sftpSettings>
