const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const fallbackDecoder = new TextDecoder('windows-1252')
/** Up to so many ASCII characters are put together faster than a decoder is called. */
const short = 24

/** Text from bytes: UTF-8, or Windows-1252 where they are no UTF-8. */
export function decode(bytes: Uint8Array): string {
  const ascii = bytes.length <= short ? shortAscii(bytes) : undefined
  if (ascii !== undefined) return ascii
  try {
    return decoder.decode(bytes)
  } catch {
    return fallbackDecoder.decode(bytes)
  }
}

function shortAscii(bytes: Uint8Array): string | undefined {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte > 0x7f) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** Whether bytes are text in UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes)
    return true
  } catch {
    return false
  }
}
