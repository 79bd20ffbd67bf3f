import type { FeedKind } from '../../partners/feeds/feed-secrets.ts'
import type { LookInto } from './look.ts'
import { lookIntoFtp, lookIntoSftp } from './sources/files.ts'
import { lookIntoHttp } from './sources/http.ts'
import { lookIntoImap } from './sources/imap.ts'

/** How each kind of place is looked into. A new kind is a file in `sources/` and a line here. */
export const lookInto: Record<FeedKind, LookInto> = {
  sftp: lookIntoSftp,
  ftp: lookIntoFtp,
  http: lookIntoHttp,
  imap: lookIntoImap,
}
