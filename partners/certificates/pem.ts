/** One block of a PEM file (RFC 7468): its label, its bytes, and the block as it stood. */
export interface PemBlock {
  label: string
  der: Buffer
  text: string
}

/** The blocks of a PEM file, whatever stands around them. Headers inside a block, as old encrypted keys have them, belong to its text. */
export function pemBlocks(text: string): PemBlock[] {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 #]+)-----([\s\S]*?)-----END \1-----/g)
  return [...found].map(([whole, label = '', body = '']) => ({
    label,
    der: Buffer.from(body.replace(/^[\s\S]*?\r?\n\r?\n(?=[A-Za-z0-9+/])/, ''), 'base64'),
    text: whole,
  }))
}
