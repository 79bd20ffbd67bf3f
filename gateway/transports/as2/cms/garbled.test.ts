import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { isGarbled } from './garbled.ts'

it('knows what a wrong key leaves', () => {
  for (let size = 64; size <= 512; size++) expect(isGarbled(randomBytes(size))).toBe(true)
})

const noise = randomBytes(400)

it.each([
  ['nothing', Buffer.alloc(0)],
  ['MIME headers before any octets', Buffer.concat([Buffer.from('Content-Type: image/x\r\n\r\n'), noise])],
  ['an empty line before text', Buffer.from('\r\nISA*00*')],
  [
    'X12 separated by control characters',
    Buffer.from('ISA\x1d00\x1d          \x1d00\x1d \x1fGS\x1dPO\x1e\x15'.repeat(9)),
  ],
  ['Latin-1', Buffer.from('Größe;Stück;Käufer;Straße\r\nÜber;Öl;Maß\r\n', 'latin1')],
  ['UTF-8, cut in a character', Buffer.from('発注番号,数量,価格\r\n'.repeat(20)).subarray(0, 511)],
  ['UTF-16', Buffer.from('\ufeffPO,SKU\r\n', 'utf16le')],
  ['a ZIP file', Buffer.concat([Buffer.from('PK\x03\x04'), noise])],
])('takes %s for what was meant', (_, bytes) => expect(isGarbled(bytes)).toBe(false))
