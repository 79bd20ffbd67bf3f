import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Folder, what is imported from there, and the reason that the linter has to give; none where the import is right. */
const imports: [folder: string, module: string, reason: string | undefined][] = [
  ['translators', '../db/work.ts', 'the first folder of the pipeline'],
  ['translators', 'node:fs', 'translators/ is pure'],
  ['translators', 'node:crypto', 'translators/ is pure'],
  ['db', '../engine/outcome.ts', 'db/ stores what others mean'],
  ['partners', '../engine/outcome.ts', 'partners/ says who we trade with'],
  ['partners', 'pg-boss', 'only db/ knows'],
  ['engine', '../gateway/hub.ts', 'engine/ is the business itself'],
  ['engine/orders', '../../portal/app.tsx', 'engine/ is the business itself'],
  ['engine', 'postgres', 'only db/ knows'],
  ['engine', 'drizzle-orm/pg-core', 'only db/ knows'],
  ['gateway/api', '../../portal/app.tsx', 'different doors'],
  ['portal', '../gateway/hub.ts', 'different doors'],
  ['portal/ui', '@electric-sql/pglite', 'only db/ knows'],
  ['gateway', '../engine/outcome.ts', undefined],
  ['engine', '../translators/issue.ts', undefined],
]

const fileOf = (index: number) => `${imports[index]![0]}/planted-${index}.ts`
const cycle = ['engine/planted-one.ts', 'engine/planted-two.ts'] as const
let said: string[] = []

/** Plants every file, lints them all at once, and takes them away again. */
beforeAll(async () => {
  const source = (module: string) => `import * as planted from '${module}'\nexport const held = planted\n`
  const planted = new Map(imports.map(([, module], index) => [fileOf(index), source(module)]))
  planted.set(cycle[0], source('./planted-two.ts')).set(cycle[1], source('./planted-one.ts'))
  for (const [file, text] of planted) writeFileSync(join(root, file), text)
  const files = [...planted.keys()]
  const command = ['lint', '--max-diagnostics=none', '--reporter=github', ...files]
  const run = promisify(execFile)(join(root, 'node_modules/.bin/biome'), command, { cwd: root })
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  said = stdout.split('\n')
})

afterAll(() => {
  for (const file of [...imports.keys()].map(fileOf).concat(cycle)) rmSync(join(root, file), { force: true })
})

const about = (file: string) => said.filter(line => line.includes(`${file},line=`)).join('\n')

it.each(imports.map(([folder, module, reason], index) => ({ folder, module, reason, index })))(
  '$folder importing $module: $reason',
  ({ reason, index }) => {
    if (reason) expect(about(fileOf(index))).toContain(reason)
    else expect(about(fileOf(index))).toBe('')
  },
)

it('refuses a cycle', () => {
  expect(cycle.map(about).join('\n')).toContain('noImportCycles')
})
