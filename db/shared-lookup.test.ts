import { expect, test } from 'vitest'
import { SharedLookup } from './shared-lookup.ts'

/** Look-ups that end when they are told to. */
function lookups() {
  const begun: { name: string; end: (value: string) => void; fail: (error: Error) => void }[] = []
  const shared = new SharedLookup((name: string) => new Promise<string>((end, fail) => begun.push({ name, end, fail })))
  return { begun, shared }
}

test('those who ask while a look-up is under way share the one that begins after it, and never its own answer', async () => {
  const { begun, shared } = lookups()
  const first = shared.find('key')
  const others = [shared.find('key'), shared.find('key')]
  expect(begun).toHaveLength(1)
  begun[0]!.end('in force')
  expect(await first).toBe('in force')
  expect(begun).toHaveLength(2)
  const last = shared.find('key')
  begun[1]!.end('revoked')
  expect(await Promise.all(others)).toEqual(['revoked', 'revoked'])
  expect(begun).toHaveLength(3)
  begun[2]!.end('unknown')
  expect(await last).toBe('unknown')
})

test('different names do not wait for each other, and nothing is remembered', async () => {
  const { begun, shared } = lookups()
  const answers = [shared.find('one'), shared.find('other')]
  expect(begun.map(({ name }) => name)).toEqual(['one', 'other'])
  for (const { name, end } of begun) end(name)
  expect(await Promise.all(answers)).toEqual(['one', 'other'])
  const again = shared.find('one')
  expect(begun).toHaveLength(3)
  begun[2]!.end('changed')
  expect(await again).toBe('changed')
})

test('a look-up that fails is not the failure of those who come after', async () => {
  const { begun, shared } = lookups()
  const first = shared.find('key')
  const second = shared.find('key')
  begun[0]!.fail(new Error('the connection is gone'))
  await expect(first).rejects.toThrow('the connection is gone')
  begun[1]!.end('in force')
  expect(await second).toBe('in force')
})
