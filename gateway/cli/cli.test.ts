import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { configurationPage } from './config.ts'
import { runCommand } from './run.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function run(args: string[], environment: Record<string, string> = {}) {
  const said = { out: '', error: '' }
  const status = await runCommand(args, {
    environment,
    out: text => {
      said.out += text
    },
    error: text => {
      said.error += text
    },
  })
  return { status, ...said }
}

it('says what there is', async () => {
  expect(await run([])).toMatchObject({ status: 0, out: expect.stringContaining('setup') })
  expect(await run(['nonsense'])).toMatchObject({ status: 2, error: expect.stringContaining('no command “nonsense”') })
  expect(await run(['setup', '--colour', 'red'])).toMatchObject({
    status: 2,
    error: expect.stringContaining('--colour'),
  })
})

it('sets an installation up once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-cli-'))
  folders.push(folder)
  const environment = { DATA_FOLDER: folder }
  const options = [
    '--retailer',
    'Harbor & Pine',
    '--currency',
    'USD',
    '--name',
    'Ada Marsh',
    '--email',
    'ada@example.com',
    '--password',
  ]
  const short = await run(['setup', ...options, 'short'], environment)
  expect(short).toMatchObject({ status: 1, error: expect.stringContaining('--password') })
  expect(await run(['setup', ...options, 'a long enough password'], environment)).toMatchObject({ status: 0 })
  const again = await run(['setup', ...options, 'a long enough password'], environment)
  expect(again).toMatchObject({ status: 1, error: expect.stringContaining('set up already') })
})

it('documents every setting', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/configuration.md', import.meta.url)), 'utf8')
  expect(page).toBe(configurationPage())
})
