import { createCipheriv, randomBytes } from 'node:crypto'
import {
  type Chunks,
  der,
  header,
  integer,
  join,
  lengthOf,
  octetString,
  oid,
  sequence,
  setOf,
  tags,
} from '../../../../translators/asn1/der.ts'
import { type Conversion, convertedLater, joined, memory, type Source } from '../bytes/source.ts'
import type { Certificate } from './certificate.ts'
import { type RsaTransport, wrapKey } from './key-transport.ts'
import { type Cipher, ciphers, oids } from './oids.ts'

const tagLength = 16

/** How to encrypt. `gcmTag`: after the envelope's content as a value of its own, or appended to the content itself. */
export interface Enveloping {
  keyTransport: RsaTransport
  gcmTag: 'apart' | 'appended'
}

/**
 * Encrypts for one recipient: EnvelopedData (RFC 5652 §6), or AuthEnvelopedData for GCM with its tag apart (RFC 5083, RFC 5084). The content is
 * read, and encrypted under the same key, each time that the result is.
 */
export function encrypt(
  content: Source,
  recipient: Certificate,
  cipher: Cipher,
  { keyTransport, gcmTag }: Enveloping,
): Source {
  const { key: keyLength, iv: ivLength, aead, oid: cipherOid } = ciphers[cipher]
  const apart = aead && gcmTag === 'apart'
  const key = randomBytes(keyLength)
  const iv = randomBytes(ivLength)
  const parameters = aead ? sequence(octetString([iv]), integer(tagLength)) : octetString([iv])
  const padding = aead ? 0 : ivLength - (content.size % ivLength)
  const size = content.size + padding + (aead && !apart ? tagLength : 0)
  const rest = apart ? size + macHeader.length + tagLength : size
  const sealed = ahead(0x80, [], size)
  const encryptedContent = ahead(
    tags.sequence,
    [...oid(oids.data), ...sequence(oid(cipherOid), parameters), ...sealed],
    size,
  )
  const fields = [...integer(0), ...setOf(recipientInfo(key, recipient, keyTransport)), ...encryptedContent]
  const value = ahead(0xa0, ahead(tags.sequence, fields, rest), rest)
  const type = apart ? oids.authEnvelopedData : oids.envelopedData
  const start = ahead(tags.sequence, [...oid(type), ...value], rest)
  return joined(
    memory(join(start)),
    convertedLater(content, rest, () => beginSealing(cipher, key, iv, apart)),
  )
}

/** The beginning of a value whose last `rest` octets follow later. */
function ahead(tag: number, chunks: Chunks, rest: number): Chunks {
  return [header(tag, lengthOf(chunks) + rest), ...chunks]
}

const macHeader = header(tags.octetString, tagLength)

/** The ciphertext, and for GCM the tag after it; `apart`: as a value. */
function beginSealing(cipher: Cipher, key: Buffer, iv: Buffer, apart: boolean): Conversion {
  const { name, aead } = ciphers[cipher]
  if (!aead) {
    const sealing = createCipheriv(name, key, iv)
    return { push: piece => sealing.update(piece), end: () => sealing.final() }
  }
  const sealing = createCipheriv(name as 'aes-128-gcm', key, iv, { authTagLength: tagLength })
  return {
    push: piece => sealing.update(piece),
    end: () => Buffer.concat([sealing.final(), ...(apart ? [macHeader] : []), sealing.getAuthTag()]),
  }
}

function recipientInfo(key: Buffer, recipient: Certificate, transport: RsaTransport): Chunks {
  const { algorithm, encrypted } = wrapKey(key, recipient, transport)
  const name = sequence([recipient.issuer], der(tags.integer, [recipient.serial]))
  return sequence(integer(0), name, algorithm, octetString([encrypted]))
}
