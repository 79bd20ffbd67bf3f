import { expect, it } from 'vitest'
import { secretBox } from './secrets.ts'

it('opens what it sealed, and never seals the same way twice', () => {
  const box = secretBox('correct horse battery')
  expect(box.open(box.seal('pässword'))).toBe('pässword')
  expect(box.seal('a')).not.toBe(box.seal('a'))
})

it('refuses what another key sealed, or what was changed', () => {
  const sealed = secretBox('correct horse battery').seal('password')
  expect(() => secretBox('another horse battery').open(sealed)).toThrow()
  const bytes = Buffer.from(sealed.slice(3), 'base64')
  bytes[bytes.length - 1]! ^= 1
  expect(() => secretBox('correct horse battery').open(`v1:${bytes.toString('base64')}`)).toThrow()
})

it('asks for a secret worth its name', () => {
  expect(() => secretBox('short')).toThrow('16 characters')
})
