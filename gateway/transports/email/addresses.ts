/** Who a mail was from and for, as the servers that handed it on have written into its headers. */
export interface WrittenAddresses {
  /** Return-Path (RFC 5321, 4.4); empty for reports, undefined where nobody wrote it. */
  envelopeFrom?: string
  /** In lower case, each once: Delivered-To and X-Original-To first, then To and Cc. */
  recipients: string[]
}

/** The headers are looked at no further than this. */
const mostOfHeaders = 256 * 1024

/** Reads the addresses of a mail that came without an envelope. */
export function readAddresses(raw: Uint8Array): WrittenAddresses {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, mostOfHeaders)).toString('latin1')
  const fields = (head.split(/\r?\n\r?\n/, 1)[0] ?? '').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const valuesOf = (name: string) =>
    fields.filter(field => field.toLowerCase().startsWith(`${name}:`)).map(field => field.slice(name.length + 1))
  const names = ['delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc']
  const recipients = new Set(names.flatMap(name => valuesOf(name).flatMap(addressesIn)))
  const returnPath = valuesOf('return-path')[0]
  return {
    ...(returnPath !== undefined && { envelopeFrom: addressesIn(returnPath)[0] ?? '' }),
    recipients: [...recipients].slice(0, 100),
  }
}

const addressesIn = (text: string): string[] =>
  (text.match(/[^\s<>"(),:;@]+@[^\s<>"(),:;@]+/g) ?? []).map(address => address.toLowerCase())
