/** How much of a message is shown on its page. */
export const previewSize = 64 * 1024

/** The start of a stream of chunks, and whether there was more. */
export async function firstBytes(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ bytes: Uint8Array; cut: boolean }> {
  const parts: Uint8Array[] = []
  let held = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    held += chunk.length
    if (held > size) break
  }
  const bytes = new Uint8Array(Buffer.concat(parts).subarray(0, size))
  return { bytes, cut: held > size }
}

/** The segment terminator of an X12 interchange stands at byte 105 of its ISA segment, which has a fixed length (X12.5). */
const terminatorAt = 105

/**
 * Bytes as text that can be read: control characters as their symbols (U+2400 block), and an X12 interchange with one segment a line.
 * Bytes that are not UTF-8 are read as ISO 8859-1, where every byte is a character.
 */
export function readableText(bytes: Uint8Array): string {
  const text = decode(bytes)
  const lines = text.startsWith('ISA') && text.length > terminatorAt ? onePerLine(text, text[terminatorAt]!) : text
  return lines.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, symbol)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function onePerLine(text: string, terminator: string): string {
  if (terminator === '\n' || terminator === '\r') return text
  return text
    .split(terminator)
    .map(segment => segment.replace(/^\r?\n/, ''))
    .join(`${terminator}\n`)
}

function symbol(character: string): string {
  const code = character.charCodeAt(0)
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
}
