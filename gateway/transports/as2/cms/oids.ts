/** Object identifiers of CMS (RFC 5652, RFC 5083, RFC 3274) and of its attributes. */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  compressedData: '1.2.840.113549.1.9.16.1.9',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  algorithmProtection: '1.2.840.113549.1.9.52',
  zlib: '1.2.840.113549.1.9.16.3.8',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaOaep: '1.2.840.113549.1.1.7',
  rsaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  pSpecified: '1.2.840.113549.1.1.9',
  subjectKeyIdentifier: '2.5.29.14',
} as const

/** Message digests that we read and send. */
export const digestOids = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const
export type Digest = keyof typeof digestOids

/** Signature algorithms that name their digest: RSA PKCS#1 v1.5 (RFC 8017) and ECDSA (RFC 5758). */
export const signatureOids: Record<string, { scheme: 'pkcs1' | 'ecdsa'; digest: Digest }> = {
  '1.2.840.113549.1.1.4': { scheme: 'pkcs1', digest: 'md5' },
  '1.2.840.113549.1.1.5': { scheme: 'pkcs1', digest: 'sha1' },
  '1.2.840.113549.1.1.11': { scheme: 'pkcs1', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'pkcs1', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'pkcs1', digest: 'sha512' },
  '1.2.840.10045.4.1': { scheme: 'ecdsa', digest: 'sha1' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', digest: 'sha512' },
}

/** The ECDSA algorithm of each digest, for sending. */
export const ecdsaOids: Partial<Record<Digest, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
}

/** Content ciphers: OpenSSL's name, key and IV (or nonce) length in octets (RFC 3565, RFC 5084, RFC 3370 §5.1). */
export const ciphers = {
  '3des': { oid: '1.2.840.113549.3.7', name: 'des-ede3-cbc', key: 24, iv: 8, aead: false },
  'aes128-cbc': { oid: '2.16.840.1.101.3.4.1.2', name: 'aes-128-cbc', key: 16, iv: 16, aead: false },
  'aes192-cbc': { oid: '2.16.840.1.101.3.4.1.22', name: 'aes-192-cbc', key: 24, iv: 16, aead: false },
  'aes256-cbc': { oid: '2.16.840.1.101.3.4.1.42', name: 'aes-256-cbc', key: 32, iv: 16, aead: false },
  'aes128-gcm': { oid: '2.16.840.1.101.3.4.1.6', name: 'aes-128-gcm', key: 16, iv: 12, aead: true },
  'aes192-gcm': { oid: '2.16.840.1.101.3.4.1.26', name: 'aes-192-gcm', key: 24, iv: 12, aead: true },
  'aes256-gcm': { oid: '2.16.840.1.101.3.4.1.46', name: 'aes-256-gcm', key: 32, iv: 12, aead: true },
} as const
export type Cipher = keyof typeof ciphers

/** Ciphers that stations have sent and that OpenSSL no longer does, so that a refusal can say what it was. */
export const refusedCiphers: Record<string, string> = {
  '1.3.14.3.2.7': 'DES',
  '1.2.840.113549.3.2': 'RC2',
  '1.2.840.113549.3.4': 'RC4',
  '1.2.840.113533.7.66.10': 'CAST5',
}

export function digestOf(dotted: string): Digest | undefined {
  return (Object.keys(digestOids) as Digest[]).find(name => digestOids[name] === dotted)
}

export function cipherOf(dotted: string): Cipher | undefined {
  return (Object.keys(ciphers) as Cipher[]).find(name => ciphers[name].oid === dotted)
}
