import type { WriteEnvelope } from '../types.ts'

/** An envelope for tests; what a test is about goes into `parts`. */
export function envelopeOf(parts: Partial<WriteEnvelope> = {}): WriteEnvelope {
  return {
    senderQualifier: 'ZZ',
    sender: 'RETAILER',
    receiverQualifier: '01',
    receiver: '123456789',
    version: '004010',
    usage: 'P',
    interchangeControlNumber: 17,
    groupControlNumber: 42,
    firstSetControlNumber: 1,
    at: '2026-11-22T15:04:05Z',
    ...parts,
  }
}

/** What was written, as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** Text as the bytes of a file. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
