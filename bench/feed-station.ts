import { readFileSync } from 'node:fs'
import { HubDatabase } from '../db/hub-database.ts'
import { applyFile, digestOf } from './feed-apply.ts'

/** What a process that applies a feed twice says when it has. */
export interface FeedReport {
  /** Seconds of the first run, and of a second one of the same file. */
  first: number
  second: number
  changed: number
  /** The most memory that the process ever held, in octets. */
  peak: number
}

/** A worker in a process of its own: its memory is its own. */
const [databaseUrl, path] = process.argv.slice(2) as [string, string]
const hub = await HubDatabase.open({ url: databaseUrl, connections: 4 })
const sha256 = await digestOf(path)
const first = await applyFile(hub, path, sha256)
const runs = await hub.orm.query.feedRuns.findMany()
const second = await applyFile(hub, path, sha256)
const [, kibibytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
const report: FeedReport = { first, second, changed: runs[0]!.rowsChanged, peak: Number(kibibytes) * 1024 }
process.send?.(report)
await hub.close(1)
