import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform(value => value === 'true' || value === '1' || value === 'yes')

/**
 * Every setting of the hub: its name in the environment, what it accepts, its default, and what it does. `docs/configuration.md` is
 * printed from this list, and nothing else in the program reads the environment.
 */
export const settingsSchema = z.object({
  ROLE: z
    .enum(['all', 'web', 'worker', 'sftp'])
    .default('all')
    .describe(
      'What this process does: everything, HTTP (portal, API, AS2), background jobs, or the SFTP and mail doors.',
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'PostgreSQL, e.g. postgres://crossdock@db/crossdock. Without it the embedded database in DATA_FOLDER is used, for one process only.',
    ),
  DATA_FOLDER: z
    .string()
    .min(1)
    .default('./data')
    .describe('Where the embedded database and generated secrets are kept.'),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(10)
    .describe('Connections to PostgreSQL that this process opens at most, besides four for its jobs.'),
  CROSSDOCK_SECRET: z
    .string()
    .min(16, 'needs at least 16 characters')
    .optional()
    .describe(
      'Encrypts private keys and channel passwords at rest. Without it one is made in DATA_FOLDER/secret; with PostgreSQL it has to be set, the same for every process.',
    ),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address on which HTTP, SFTP and SMTP listen.'),
  PORT: port.default(8080).describe('HTTP port of the portal and the API. 0 chooses a free one.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The address by which people and partners reach the hub. Default: http://HOST:PORT. With https, session cookies are sent over HTTPS only.',
    ),
  AS2_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The address that partners are given for AS2, where it differs from http(s)://HOST:AS2_PORT/as2: behind a proxy, or with a public name.',
    ),
  AS2_PORT: port.default(8081).describe('HTTP port on which partners send AS2 messages to /as2. 0 chooses a free one.'),
  AS2_TLS_KEY: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file with the private key (PEM) with which the AS2 port speaks TLS itself. Without it AS2_PORT is plain HTTP, for a proxy before it.',
    ),
  AS2_TLS_CERTIFICATE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The file with its certificate and the authorities after it (PEM). Renewed files are read without a restart.',
    ),
  AS2_TLS_CLIENTS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A file with authorities or certificates (PEM): only partners that show one of theirs may connect to the AS2 port (mutual TLS).',
    ),
  SFTP_PORT: port.default(2222).describe('Port of the SFTP server. 0 chooses a free one.'),
  SFTP_OLDER_PORT: port
    .optional()
    .describe(
      'A second port of the SFTP server, which also offers the algorithms of software from before about 2015, for partners that have nothing newer. Without it there is none.',
    ),
  SMTP_PORT: port.default(2525).describe('Port on which mail for the hub arrives. 0 chooses a free one.'),
  MAIL_DOMAIN: z.string().min(1).default('localhost').describe('The domain of the hub’s own mail addresses.'),
  ALLOW_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe('Whether the hub may call partners at private and loopback addresses. Needed only inside one network.'),
  LARGEST_DOCUMENT_MIB: z.coerce
    .number()
    .int()
    .min(1)
    .max(2048)
    .default(100)
    .describe(
      'Messages up to so many mebibytes are read in one piece, which takes several times as much memory; larger ones are kept and put before a person. Stock files (CSV) are read piece by piece, whatever their size.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged to standard error, one JSON object a line.'),
  STOP_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(30)
    .describe('How long work in hand may take to finish after SIGTERM before it is handed back to the queue.'),
})
export type Settings = z.infer<typeof settingsSchema>

/** A start that failed on its settings: one line for each setting that is wrong. */
export class WrongSettings extends Error {}

/** Reads the settings. Throws `WrongSettings` naming every setting that is wrong, what it was and what it accepts. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in settingsSchema.shape && value !== ''),
  )
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) throw new WrongSettings(parsed.error.issues.map(issue => wrong(issue, given)).join('\n'))
  if (parsed.data.DATABASE_URL && !parsed.data.CROSSDOCK_SECRET)
    throw new WrongSettings(
      'CROSSDOCK_SECRET is not set: with PostgreSQL every process needs the same secret of at least 16 characters.',
    )
  const { AS2_TLS_KEY, AS2_TLS_CERTIFICATE, AS2_TLS_CLIENTS } = parsed.data
  if ((AS2_TLS_KEY === undefined) !== (AS2_TLS_CERTIFICATE === undefined))
    throw new WrongSettings('AS2_TLS_KEY and AS2_TLS_CERTIFICATE have to be set together, or neither.')
  if (AS2_TLS_CLIENTS !== undefined && AS2_TLS_KEY === undefined)
    throw new WrongSettings(
      'AS2_TLS_CLIENTS needs AS2_TLS_KEY and AS2_TLS_CERTIFICATE: without TLS nobody shows a certificate.',
    )
  return parsed.data
}

function wrong(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  const shown = name === 'CROSSDOCK_SECRET' ? '' : ` is “${given[name]}”,`
  return `${name}${shown} which is not accepted: ${issue.message}. ${settingsSchema.shape[name as keyof Settings].description}`
}
