import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { crashing } from '../fixtures/demo/crashes.ts'
import { runDemo } from '../fixtures/demo/run.ts'
import { closingTable } from '../fixtures/demo/table.ts'
import { startPostgres } from './support/postgres.ts'

/** `npm run test:crash`: kills the hub again and again while the demo's traffic runs, on both databases, and judges what is left. */
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'both' },
  },
})
const [times, seed] = [Number(values.times), Number(values.seed)]

async function crash(kind: 'embedded' | 'server', databaseUrl: string | undefined): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), `crossdock-crash-${kind}-`))
  const say = (stage: string, what: string) => process.stdout.write(`${kind.padEnd(9)} ${stage.padEnd(8)} ${what}\n`)
  const run = await runDemo({
    folder,
    databaseUrl,
    date: new Date().toISOString().slice(0, 10),
    say,
    patienceSeconds: 240,
    disturb: crashing({ times, seed, alive: [300, 4000], say: what => say('crash', what) }),
  })
  await run.stop()
  process.stdout.write(`\n${closingTable(run)}\n`)
  for (const { what, expected, actual } of run.unmet)
    process.stdout.write(`  not as it should be: ${what}: expected ${expected || 'none'}, found ${actual || 'none'}\n`)
  if (run.unmet.length === 0) rmSync(folder, { recursive: true })
  process.stdout.write(`${kind}: ${run.unmet.length === 0 ? 'PASS' : `FAIL, seed ${seed}, logs in ${folder}`}\n\n`)
  return run.unmet.length === 0
}

async function onServer(): Promise<boolean> {
  const server = await startPostgres()
  try {
    const client = postgres(`${server.root}/postgres`, { max: 1 })
    await client.unsafe('create database crossdock')
    await client.end()
    return await crash('server', `${server.root}/crossdock`)
  } finally {
    await server.stop()
  }
}

const results = [
  ...(values.database === 'server' ? [] : [await crash('embedded', undefined)]),
  ...(values.database === 'embedded' ? [] : [await onServer()]),
]
process.exit(results.every(Boolean) ? 0 : 1)
