import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** The settings in a file of `NAME=value` lines; none where there is no such file. The environment itself goes before it. */
export function loadEnvironmentFile(file: string): Record<string, string | undefined> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}
