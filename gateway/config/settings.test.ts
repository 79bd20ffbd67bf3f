import { expect, it } from 'vitest'
import { readSettings, WrongSettings } from './settings.ts'

it('needs nothing to start on the embedded database', () => {
  expect(readSettings({})).toMatchObject({
    ROLE: 'all',
    PORT: 8080,
    DATA_FOLDER: './data',
    ALLOW_PRIVATE_ADDRESSES: false,
  })
})

it('names the setting that is wrong, and what it accepts', () => {
  expect(() => readSettings({ PORT: 'eighty', ROLE: 'boss' })).toThrow(/ROLE is “boss”[\s\S]*PORT is “eighty”/)
})

it('never repeats a secret in its message', () => {
  expect(() => readSettings({ CROSSDOCK_SECRET: 'hunter2' })).toThrow(WrongSettings)
  expect(() => readSettings({ CROSSDOCK_SECRET: 'hunter2' })).not.toThrow('hunter2')
})

it('wants a shared secret beside a server database', () => {
  expect(() => readSettings({ DATABASE_URL: 'postgres://localhost/x' })).toThrow('CROSSDOCK_SECRET')
})

it('takes an empty variable as one that is not set', () => {
  expect(readSettings({ DATABASE_URL: '', PORT: '' })).toMatchObject({ PORT: 8080 })
})

it('wants the key and the certificate of the AS2 port together', () => {
  expect(() => readSettings({ AS2_TLS_KEY: 'key.pem' })).toThrow('have to be set together')
  expect(() => readSettings({ AS2_TLS_CLIENTS: 'ca.pem' })).toThrow('needs AS2_TLS_KEY')
  const both = { AS2_TLS_KEY: 'key.pem', AS2_TLS_CERTIFICATE: 'cert.pem' }
  expect(readSettings(both)).toMatchObject(both)
})
