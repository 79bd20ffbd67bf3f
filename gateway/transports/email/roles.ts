import { type MailPart, textOf } from './parts.ts'
import { isSmime } from './smime.ts'

/** What a part of a mail is to the hub. */
export type PartRole =
  /** May hold a business document. */
  | 'document'
  /** What a person wrote. */
  | 'text'
  /** A whole mail inside this one, or what S/MIME has put into a signature. */
  | 'mail'
  /** What became of a mail, for machines: of bounces and receipts. */
  | 'report'
  /** Signature images, signatures, visiting cards, invitations. */
  | 'junk'

const junkTypes =
  /^(application\/(pkcs7-signature|x-pkcs7-signature|pgp-signature|pgp-keys|pgp-encrypted|ics)|text\/(calendar|x-vcard|vcard|directory|x-amp-html))$/
const junkNames = /\.(p7s|asc|sig|vcf|ics)$|^(smime\.p7s|thumbs\.db|\.ds_store)$/i
/** RFC 3464, 3462, 8098, and the same for addresses beyond ASCII (RFC 6533). */
const reportTypes =
  /^(message\/((global-)?delivery-status|(global-)?disposition-notification|global-headers|feedback-report)|text\/rfc822-headers)$/
/** Names that mail programs make up for pasted pictures. */
const pastedPicture = /^(image|img|outlook|logo|signature|banner)[-_ ]?[\w.-]*\.(png|jpe?g|gif|bmp|svg)$/i
/** A photograph or scan of a paper document is larger than any logo. */
const smallestScan = 60_000

/** Decides what a part is. `shown` holds the Content-IDs that the mail's HTML shows. */
export function roleOf(part: MailPart, shown: ReadonlySet<string>): PartRole {
  const { contentType, fileName = '', disposition } = part
  if (part.bytes.length === 0) return 'junk'
  if (contentType === 'message/rfc822' || contentType === 'message/global' || isSmime(part)) return 'mail'
  if (reportTypes.test(contentType)) return 'report'
  if (junkTypes.test(contentType) || (junkNames.test(fileName) && !isEncrypted(part))) return 'junk'
  if (contentType.startsWith('image/')) return isPicture(part, shown) ? 'junk' : 'document'
  const named = fileName !== '' || disposition === 'attachment'
  if (contentType === 'text/html') return named && !/\.html?$/i.test(fileName) ? 'document' : 'text'
  if (contentType === 'text/plain' && !named) return isInterchange(part) ? 'document' : 'text'
  return 'document'
}

/** What was encrypted with PGP is named as its signatures are. */
const isEncrypted = ({ bytes }: MailPart) =>
  /^\s*-----BEGIN PGP MESSAGE/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'))

function isPicture(part: MailPart, shown: ReadonlySet<string>): boolean {
  if (part.contentId && shown.has(part.contentId)) return true
  return part.disposition === 'inline' || part.bytes.length < smallestScan || pastedPicture.test(part.fileName ?? '')
}

/** Some systems put the X12 interchange into the body itself. ISA is 106 characters long. */
function isInterchange(part: MailPart): boolean {
  return (
    part.bytes.length >= 106 && /^\s*ISA[^A-Za-z0-9 ]/.test(textOf({ ...part, bytes: part.bytes.subarray(0, 200) }))
  )
}

/** The Content-IDs that HTML shows as pictures. */
export function shownPictures(html: string): ReadonlySet<string> {
  return new Set(Array.from(html.matchAll(/\bcid:([^"'\s)>]+)/gi), match => decodeURIComponentSafely(match[1] ?? '')))
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
