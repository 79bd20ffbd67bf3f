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

/** A PEM block with lines of 64 characters (RFC 7468 §2), newline at the end. */
export function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
