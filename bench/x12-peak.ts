import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { type Step, stepOf } from './x12-steps.ts'

/**
 * `node x12-peak.ts STEP FILE`: one step over one file, in pieces of 64 KiB as they come from the disk; prints the peak memory of the
 * process in MiB. STEP `start` reads nothing, `write` writes as many orders as FILE says, which are made one at a time.
 */
const [step, file] = process.argv.slice(2)
if (!step || !file) throw new Error('x12-peak.ts STEP FILE')

if (step === 'write') {
  const { envelope, generators } = await import('./x12-files.ts')
  const { writeX12 } = await import('../translators/x12/index.ts')
  const { sets } = writeX12(generators['850']!(Number(file)), envelope)
  if (sets.length !== Number(file)) throw new Error('not everything was written')
} else if (step !== 'start') {
  const doing = stepOf(step as Step)
  for await (const chunk of createReadStream(file)) doing.push(chunk as Buffer)
  if (doing.end() === 0) throw new Error('nothing was read')
}
process.stdout.write(`${peak() / 1024}\n`)

/** The peak of this program in KiB. The system's own count (maxRSS) begins with that of the process that started it, so Linux is asked for the program's. */
function peak(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS)
}
