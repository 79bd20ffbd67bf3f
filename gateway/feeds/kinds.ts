import { z } from 'zod'
import type { CheckFeed, FeedKind } from '../../partners/feeds/feed-secrets.ts'
import { ftpSettings } from '../transports/ftp/settings.ts'
import { pollSettings } from '../transports/remote-files/settings.ts'
import { clientSettings } from '../transports/sftp/settings.ts'
import { httpFeedSettings } from './http-settings.ts'
import { imapSettings } from './imap-settings.ts'

/** What a place of some kind is told: its settings, its secrets, and what both together have to be. A new kind is a line in `feedKinds`. */
interface FeedKindSpec {
  settings: z.ZodObject
  secrets: z.ZodObject
  whole: z.ZodType
}

/** A feed's schedule stands beside its settings. */
const poll = pollSettings.omit({ schedule: true }).prefault({})

const sftp = clientSettings.shape
const ftp = ftpSettings.shape
const { bearerToken, headers, password: httpPassword, ...http } = httpFeedSettings.shape
const { password: imapPassword, accessToken, oauth, ...imap } = imapSettings.shape

const sftpSettings = z.strictObject({
  ...{ host: sftp.host, port: sftp.port, username: sftp.username, hostKeys: sftp.hostKeys },
  ...{ algorithms: sftp.algorithms, timeoutSeconds: sftp.timeoutSeconds, poll },
})
const ftpFeedSettings = z.strictObject({
  ...{ host: ftp.host, port: ftp.port, tls: ftp.tls, certificateAuthority: ftp.certificateAuthority },
  ...{ username: ftp.username, timeoutSeconds: ftp.timeoutSeconds, poll },
})

/** Every kind of place by its name. */
export const feedKinds = {
  sftp: {
    settings: sftpSettings,
    secrets: z.strictObject({ password: sftp.password.nullable(), privateKey: sftp.privateKey.nullable() }).partial(),
    whole: clientSettings,
  },
  ftp: {
    settings: ftpFeedSettings,
    secrets: z.strictObject({ password: ftp.password.nullable() }).partial(),
    whole: ftpSettings,
  },
  http: {
    settings: z.strictObject(http),
    secrets: z
      .strictObject({
        password: httpPassword.nullable(),
        bearerToken: bearerToken.nullable(),
        headers: headers.unwrap(),
      })
      .partial(),
    whole: httpFeedSettings,
  },
  imap: {
    settings: z.strictObject(imap),
    secrets: z
      .strictObject({ password: imapPassword.nullable(), accessToken: accessToken.nullable(), oauth: oauth.nullable() })
      .partial(),
    whole: imapSettings,
  },
} as const satisfies Record<FeedKind, FeedKindSpec>

/** What a place of this kind would refuse of its settings, secrets among them, before anything is fetched from it. */
export const checkFeed: CheckFeed = (kind, settings) => {
  const parsed = feedKinds[kind].whole.safeParse({ ...settings, mode: 'client' })
  if (parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
