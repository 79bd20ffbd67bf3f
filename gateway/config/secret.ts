import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from './settings.ts'

/**
 * The secret under which keys and passwords lie in the database: from the environment, or, for the embedded database, made once and kept
 * beside it, readable by its owner only.
 */
export function installationSecret(settings: Settings): string {
  if (settings.CROSSDOCK_SECRET) return settings.CROSSDOCK_SECRET
  const file = join(settings.DATA_FOLDER, 'secret')
  if (!existsSync(file)) {
    mkdirSync(settings.DATA_FOLDER, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}
