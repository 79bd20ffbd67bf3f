import { beginning, type Conversion, converted, type Source } from './source.ts'

/** Whether these octets may all stand in base64 text; DER begins with 0x30 and soon leaves that alphabet. */
export async function looksBase64(source: Source): Promise<boolean> {
  const sample = await beginning(source, 4096)
  return sample.length > 0 && /^[A-Za-z0-9+/=\s]+$/.test(sample.toString('latin1'))
}

/** Decodes by a Content-Transfer-Encoding; absent, binary, 7bit and 8bit are the bytes as they are, and so is what does not look encoded. */
export async function decoded(source: Source, encoding: string | undefined): Promise<Source> {
  const name = encoding?.trim().toLowerCase()
  if (name === 'base64') return (await looksBase64(source)) ? await fromBase64(source) : source
  return name === 'quoted-printable' ? await converted(source, beginQuotedPrintable) : source
}

/** Base64 in lines of any length, without padding or with; what stands after the padding is not read. */
export const fromBase64 = (source: Source): Promise<Source> => converted(source, beginBase64)

function beginBase64(): Conversion {
  let rest = ''
  return {
    push(piece) {
      const text = rest + piece.toString('latin1').replace(/[^A-Za-z0-9+/=_-]+/g, '')
      const padding = text.indexOf('=')
      const usable = padding >= 0 ? padding : text.length - (text.length % 4)
      rest = padding >= 0 ? '' : text.slice(usable)
      this.done = padding >= 0
      return Buffer.from(text.slice(0, usable), 'base64')
    },
    end: () => Buffer.from(rest, 'base64'),
  }
}

/** Longer than any line that quoted-printable allows (RFC 2045 §6.7): what may still belong to a soft line break waits no longer. */
const longestTail = 1000

/** The end of a piece that the next may go on: a soft line break, or an escape, which soft line breaks may part. */
const unfinished = /=(?:[ \t]*\r?|(?:=[ \t]*\r?\n)*(?:[0-9A-Fa-f](?:=[ \t]*\r?\n)*)?(?:=[ \t]*\r?)?)$/

function beginQuotedPrintable(): Conversion {
  let rest = ''
  return {
    push(piece) {
      const text = rest + piece.toString('latin1')
      const open = unfinished.exec(text)?.index ?? text.length
      const usable = text.length - open > longestTail ? text.length : open
      rest = text.slice(usable)
      return quotedPrintable(text.slice(0, usable))
    },
    end: () => quotedPrintable(rest),
  }
}

/** Some break their lines within an escape (`=4=`, `1`), so that soft line breaks go first. */
function quotedPrintable(text: string): Buffer {
  const octets = text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(octets, 'latin1')
}
