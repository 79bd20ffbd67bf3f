#!/usr/bin/env node
// Starts the command line under the Node that the project brings, whatever the machine's own is.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const ownNode = join(here, '../../node_modules/node/bin/node')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const run = spawnSync(
  existsSync(ownNode) ? ownNode : process.execPath,
  ['--import', tsx, join(here, 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exit(run.status ?? 1)
