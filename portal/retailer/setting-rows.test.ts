import { describe, expect, it } from 'vitest'
import { settingRows } from './setting-rows.ts'

describe('settingRows', () => {
  it('names what stands within others after them, and leaves out what is not set', () => {
    const settings = {
      mode: 'host',
      checkHostKey: true,
      proxy: { host: 'proxy.example', port: 8080 },
      algorithms: ['aes128-cbc', 'aes256-cbc'],
      authorizedKeys: ['ssh-ed25519 AAAA', { line: 'ssh-rsa BBBB', until: '2027-01-01' }],
      none: [],
      empty: '',
    }
    expect(settingRows(settings)).toEqual([
      ['Mode', 'host'],
      ['Check host key', 'Yes'],
      ['Proxy, host', 'proxy.example'],
      ['Proxy, port', '8080'],
      ['Algorithms', 'aes128-cbc, aes256-cbc'],
      ['Authorized keys 1', 'ssh-ed25519 AAAA'],
      ['Authorized keys 2, line', 'ssh-rsa BBBB'],
      ['Authorized keys 2, until', '2027-01-01'],
    ])
  })
})
