/** What a product was seen to do otherwise than others, both ways; sources stand in docs/as2-facts.md. */
export interface Product {
  /** Why it would not take this message; undefined if it does. */
  refuses?(seen: Seen): string | undefined
  /** How it spells a digest; `sha256` unless given. */
  spell?(digest: string): string
  /** Between the base64 of a MIC and its algorithm; a comma and a blank unless given. */
  micSeparator?: string
  /** What the MIC of its receipts is computed over, where it is not what RFC 4130 §7.3.1 says. */
  micOver?(seen: Seen): Buffer
  /** The boundary of what it sends, its signature part, and whether the signature is encoded. */
  boundary?: string
  signatureHeaders?: string[]
  rawSignature?: boolean
  /** The words for openssl beside the digest: `-noattr`, `-stream`. */
  signing?: string[]
  /** Headers of the document that it sends. */
  documentHeaders?: string[]
  /** The whole encrypted body in base64, with an HTTP header that says so. */
  base64Body?: boolean
  /** Fields of its receipts in their order, as they stand there. */
  fields?(receipt: ReceiptFields): string[]
  /** Headers of the text part of its receipts; empty for none. */
  textHeaders?: string[]
}

interface ReceiptFields {
  messageId: string
  from: string
  mic: string | undefined
}

/** What a message of ours looked like to the product. */
export interface Seen {
  cipher: string | undefined
  oaep: boolean
  compression: 'none' | 'inside' | 'outside'
  micalg: string | undefined
  algorithmProtection: boolean
  attributes: boolean
  header(name: string): string | undefined
  /** The body of the request. */
  body: Buffer
  document: Buffer
  /** What its receipt has to show: the digest of what was signed, else of the document with its headers, or without if nothing was around it. */
  covered: Buffer
  digestName: string
}

/** How a message of the product is protected; the names are those of openssl. */
export interface Profile {
  digest: string | undefined
  cipher: string | undefined
  compression: 'none' | 'inside' | 'outside'
  keyTransport?: string[]
}
