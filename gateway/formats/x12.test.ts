import { expect, it } from 'vitest'
import { x12Format } from './x12.ts'

it.each([
  ['ISA*00*          *', true],
  ['\n\n  ISA|00|', true],
  ['$$ADD ID=ACME BATCHID=1\r\nISA*00*          *', true],
  ['sku,quantity\nISA,4', false],
  ['UNB+UNOA:1', false],
])('knows X12 by its ISA: %j', (text, known) => {
  expect(x12Format.recognises(new TextEncoder().encode(text), undefined)).toBe(known)
})
