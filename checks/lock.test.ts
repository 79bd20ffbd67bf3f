import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Lock, missingBinaries } from './lock.ts'

const lock = JSON.parse(readFileSync(fileURLToPath(new URL('../package-lock.json', import.meta.url)), 'utf8')) as Lock

it('locks the binaries of every platform, so that `npm ci` takes the lock file', () => {
  expect([...missingBinaries(lock).keys()]).toEqual([])
})

it('says for which system and processor a binary is', () => {
  const named = { packages: { 'node_modules/tool': { optionalDependencies: { '@tool/cli-linux-x64-musl': '1.2.3' } } } }
  expect(missingBinaries(named).get('node_modules/@tool/cli-linux-x64-musl')).toEqual({
    version: '1.2.3',
    cpu: ['x64'],
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  })
})

it('keeps registry addresses out of the lock file', () => {
  expect(JSON.stringify(lock)).not.toContain('"resolved"')
})
