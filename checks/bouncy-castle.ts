import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isInstalled, needed } from '../gateway/transports/as2/testing/bouncy-castle/station.ts'

/** Some fifty agreements, both ways, with an AS2 station on Bouncy Castle as OpenAS2 and mendelson use it. Exits as the tests do. */
if (!isInstalled()) {
  process.stderr.write(`It needs ${needed}. Install them with: apt-get install default-jdk-headless libbcmail-java\n`)
  process.exit(1)
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const run = spawn(process.execPath, [vitest, 'run', 'gateway/transports/as2/bouncy-castle.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, AS2_BOUNCY_CASTLE: 'true' },
})
const [code] = (await once(run, 'exit')) as [number | null]
process.exit(code ?? 1)
