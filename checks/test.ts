import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideRequirements } from './requirements.ts'

const missing = provideRequirements(line => process.stderr.write(`${line}\n`))
if (missing.length > 0 && process.env.CI === 'true') process.exit(1)

const report = join(tmpdir(), `crossdock-tests-${process.pid}.json`)
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const leftOut = missing.flatMap(requirement => requirement.tests).map(glob => `--exclude=${glob}`)
const run = spawn(process.execPath, [vitest, 'run', ...reporters, ...leftOut, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
const [code] = (await once(run, 'exit')) as [number | null]
process.stdout.write(`${closingLine()}\n`)
process.exit(code ?? 1)

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** The counts in one plain line, as continuous integration reads them. A file that could not even be loaded counts as a failure. */
function closingLine(): string {
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8')) as Report
    rmSync(report)
    const unloaded = counts.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
    const failed = counts.numFailedTests + unloaded.length
    return `${counts.numPassedTests} passed, ${failed} failed, ${counts.numPendingTests + counts.numTodoTests} skipped`
  } catch {
    return '0 passed, 1 failed, 0 skipped'
  }
}
