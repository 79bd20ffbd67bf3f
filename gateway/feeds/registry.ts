import type { fetchKinds } from '../../db/schema/index.ts'
import type { LookInto } from './look.ts'
import { lookIntoFtp, lookIntoSftp } from './sources/files.ts'
import { lookIntoHttp } from './sources/http.ts'
import { lookIntoImap } from './sources/imap.ts'

/** A kind of place that has settings of its own. */
export type PlaceKind = Exclude<(typeof fetchKinds)[number], 'channel'>

/** How each kind of place is looked into. A new kind is a file in `sources/` and a line here. */
export const lookInto: Record<PlaceKind, LookInto> = {
  sftp: lookIntoSftp,
  ftp: lookIntoFtp,
  http: lookIntoHttp,
  imap: lookIntoImap,
}
