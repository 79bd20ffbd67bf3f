import ssh2 from 'ssh2'
import { z } from 'zod'

/** A fingerprint as OpenSSH prints it, or the key itself as it stands in `known_hosts`: `ssh-ed25519 AAAA…`. */
const pinnedHostKey = z
  .string()
  .trim()
  .regex(
    /^(SHA256:[A-Za-z0-9+/]{43}|(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/]+=*( .*)?)$/,
    'expected a fingerprint “SHA256:…” or a public key “ssh-ed25519 AAAA…”',
  )

/** An absolute or home-relative folder on the partner's server; `.` is where the login starts. */
const remoteFolder = z.string().min(1).max(1_000).default('.')

const privateKey = z
  .string()
  .refine(text => !(ssh2.utils.parseKey(text) instanceof Error), 'expected a private key without a passphrase')

/** The ending of a marker file's name, e.g. `.done`. */
const suffix = z.string().regex(/^[A-Za-z0-9._-]{1,32}$/)

/** How files are put: under a temporary name first, then renamed. */
const putSettings = z.object({
  folder: remoteFolder,
  /** Variables: `{fileName}`, `{baseName}`, `{extension}` (without the dot), `{messageId}`. The result must differ from message to message. */
  namePattern: z.string().min(1).max(200).default('{fileName}'),
  /** Appended while the upload is under way; empty for a server that lets nothing be renamed. */
  temporarySuffix: z.union([suffix, z.literal('')]).default('.tmp'),
  /** Where set, an empty file of the same name and this ending follows, to say that the file is complete. */
  doneMarker: suffix.optional(),
})

/** How files are polled. */
const pollSettings = z.object({
  folder: remoteFolder,
  /** `*` stands for any text, `?` for one character. */
  pattern: z.string().min(1).max(200).default('*'),
  /** What happens with a file once it is in the journal. `leave` is for servers that let nothing be changed. */
  after: z
    .discriminatedUnion('do', [
      z.object({ do: z.literal('delete') }),
      z.object({ do: z.literal('move'), folder: z.string().min(1).max(1_000) }),
      z.object({ do: z.literal('leave') }),
    ])
    .default({ do: 'delete' }),
  /** Where set, a file is taken only once an accompanying file with this ending lies there. Otherwise once two polls saw it unchanged. */
  doneMarker: suffix.optional(),
  /** Files larger than this many bytes are reported and left alone. */
  largestFile: z
    .int()
    .positive()
    .default(100 * 1024 * 1024),
  /** Files taken in one poll; the rest waits for the next. */
  filesAtOnce: z.int().positive().max(10_000).default(500),
})

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
