type Digest = 'none' | 'sha1' | 'sha256' | 'sha384' | 'sha512'
type Cipher = 'none' | '3des' | 'aes128-cbc' | 'aes192-cbc' | 'aes256-cbc' | 'aes128-gcm' | 'aes256-gcm'
type Compression = 'none' | 'before-signing' | 'after-signing'
type Receipt = 'sync signed' | 'sync unsigned' | 'async signed' | 'async unsigned'

/** What two stations may agree on: each is tried both ways with every family of products. */
export const profiles: [Digest, Cipher, Compression, Receipt][] = [
  ['none', 'none', 'none', 'sync unsigned'],
  ['none', 'none', 'none', 'async signed'],
  ['none', 'none', 'before-signing', 'sync signed'],
  ['none', 'aes128-cbc', 'none', 'sync unsigned'],
  ['none', '3des', 'before-signing', 'async unsigned'],
  ['none', 'aes256-gcm', 'none', 'sync signed'],
  ['sha1', 'none', 'none', 'sync signed'],
  ['sha1', '3des', 'none', 'sync signed'],
  ['sha1', '3des', 'before-signing', 'async signed'],
  ['sha1', 'aes128-cbc', 'after-signing', 'sync unsigned'],
  ['sha256', 'none', 'none', 'sync signed'],
  ['sha256', 'none', 'none', 'sync unsigned'],
  ['sha256', 'none', 'before-signing', 'sync signed'],
  ['sha256', 'none', 'after-signing', 'async signed'],
  ['sha256', '3des', 'none', 'async unsigned'],
  ['sha256', 'aes128-cbc', 'none', 'sync signed'],
  ['sha256', 'aes192-cbc', 'none', 'async signed'],
  ['sha256', 'aes256-cbc', 'none', 'sync signed'],
  ['sha256', 'aes256-cbc', 'none', 'async signed'],
  ['sha256', 'aes256-cbc', 'before-signing', 'sync signed'],
  ['sha256', 'aes256-cbc', 'before-signing', 'async unsigned'],
  ['sha256', 'aes256-cbc', 'after-signing', 'sync signed'],
  ['sha256', 'aes256-cbc', 'after-signing', 'async signed'],
  ['sha256', 'aes128-gcm', 'none', 'sync signed'],
  ['sha256', 'aes256-gcm', 'before-signing', 'async signed'],
  ['sha384', 'aes192-cbc', 'none', 'sync signed'],
  ['sha384', 'aes256-cbc', 'before-signing', 'sync unsigned'],
  ['sha512', 'none', 'none', 'sync signed'],
  ['sha512', 'aes256-cbc', 'none', 'async signed'],
  ['sha512', 'aes256-cbc', 'after-signing', 'sync signed'],
]
