import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Ten thousand mutated AS2 messages, where the suite has five hundred; `--messages` says how many. Exits as the tests do. */
const { values } = parseArgs({ options: { messages: { type: 'string', default: '10000' } } })
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const run = spawn(process.execPath, [vitest, 'run', 'gateway/transports/as2/mutation.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, AS2_MUTATIONS: values.messages },
})
const [code] = (await once(run, 'exit')) as [number | null]
process.exit(code ?? 1)
