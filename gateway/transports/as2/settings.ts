import { z } from 'zod'
import { readKeyPair, readPartnerCertificate } from './keys.ts'

/** An AS2 name: 1 to 128 printable ASCII characters, kept without its wire quotes (RFC 4130 §6.2). */
const as2Name = z.string().regex(/^[\x20-\x7e]{1,128}$/, 'expected 1 to 128 printable ASCII characters')

/** Digests by the names that this code uses inside; how they are spelt on the wire is `micalgSpelling`. */
const digestNames = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const

/** Content ciphers that we send; reading takes all of them whatever is set. */
const cipherNames = ['3des', 'aes128-cbc', 'aes192-cbc', 'aes256-cbc', 'aes128-gcm', 'aes256-gcm'] as const

/** How the content key is wrapped for the partner's RSA key (RFC 3370 §4.2.1, RFC 3560). */
const keyTransports = ['rsa-pkcs1', 'rsa-oaep-sha1', 'rsa-oaep-sha256'] as const

const secretPem = z.string().regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'expected a private key in PEM form')
const certificatePem = z.string().regex(/-----BEGIN CERTIFICATE-----/, 'expected a certificate in PEM form')

/** From when something is used for what we send; its certificate's own start unless given. */
const useFrom = z.iso.datetime().optional()

/** What a certificate is for, where it is not for both: signing and verifying, or encrypting and decrypting. */
const uses = z.array(z.enum(['sign', 'encrypt'])).optional()

/** Why a certificate is refused whatever its dates say, in words for people: it was revoked. */
const refused = z.string().optional()

/** One key of ours with its certificate; the newest that has started signs, every one of them decrypts. */
const keyPair = z
  .object({ privateKey: secretPem, certificate: certificatePem, useFrom, uses, refused })
  .refine(pair => readKeyPair(pair).ok, 'the private key and the certificate do not belong together')

/** One certificate of the partner; we encrypt for the newest that has started, and verify under every one of them. */
const partnerCertificate = z
  .union([
    certificatePem.transform(certificate => ({ certificate })),
    z.object({ certificate: certificatePem, useFrom, uses, refused }),
  ])
  .refine(({ certificate }) => readPartnerCertificate(certificate).ok, 'the certificate cannot be read')

const url = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' })

/**
 * Everything that two AS2 stations agree on, from our side. Sending is strict to these settings; receiving takes whatever
 * can be read and is at least as well protected as `requireSignature` and `requireEncryption` ask.
 */
export const as2Settings = z.object({
  ourId: as2Name,
  partnerId: as2Name,
  /** Where the partner receives; without it we can only receive. */
  url: url.optional(),
  /** Our keys; several during a roll-over. Without any nothing can be signed or decrypted, and that is what a message is told. */
  keys: z.array(keyPair).default([]),
  /** The partner’s certificates, each as PEM or with the moment from which to encrypt for it; several during a roll-over. */
  partnerCertificates: z.array(partnerCertificate).default([]),

  /** Digest of our signature, also asked for in the receipt; `none` sends unsigned. */
  signature: z.enum(['none', ...digestNames]).default('sha256'),
  /** RSA signatures only; an EC key always signs with ECDSA. */
  signatureScheme: z.enum(['pkcs1', 'pss']).default('pkcs1'),
  /** Some old Sterling stations verify only signatures without signed attributes. */
  signedAttributes: z.boolean().default(true),
  /** RFC 6211; refused by Sterling and DataPower. */
  algorithmProtection: z.boolean().default(false),
  embedCertificate: z.boolean().default(true),
  /** `sha256` (RFC 3851 as practised) or `sha-256` (RFC 5751). */
  micalgSpelling: z.enum(['plain', 'dashed']).default('plain'),
  encryption: z.enum(['none', ...cipherNames]).default('aes256-cbc'),
  keyTransport: z.enum(keyTransports).default('rsa-pkcs1'),
  /** Where the tag of AES-GCM stands: `apart` in AuthEnvelopedData (RFC 5083), or `appended` to the ciphertext in EnvelopedData, as mendelson sends and reads it. */
  gcmTag: z.enum(['apart', 'appended']).default('apart'),
  compression: z.enum(['none', 'before-signing', 'after-signing']).default('none'),
  /** What is encrypted and neither signed nor compressed keeps its MIME headers (RFC 4130 §5.3); mendelson takes them for content. */
  unsignedHeaders: z.boolean().default(true),
  /** An empty line before the first part of a signed message that is not encrypted: without it mendelson reads the first part as the message. */
  leadingBlankLine: z.boolean().default(false),

  /** Which receipt (MDN) we ask for. */
  receipt: z.enum(['none', 'sync', 'async']).default('sync'),
  signedReceipt: z.boolean().default(true),
  /** Our address for asynchronous receipts. */
  receiptUrl: url.optional(),
  /** Hosts, besides that of `url`, to which this partner may have asynchronous receipts sent. */
  receiptHosts: z.array(z.string()).default([]),

  /** An asynchronous receipt that has not come so long after its message is overdue: somebody is told, and the message goes again. */
  receiptOverdueMinutes: z.int().min(1).max(10_080).default(30),
  /** How often a message whose receipt is overdue goes again, under the same Message-ID, before it counts as failed. */
  receiptResends: z.int().min(0).max(10).default(2),

  /** How often a message is tried in all when the partner cannot be reached or gives no receipt. */
  retryAttempts: z.int().min(1).max(50).default(12),
  /** The pause after the first try; each further one is twice as long. */
  retryFirstPauseSeconds: z.int().min(1).max(3600).default(5),
  retryLongestPauseSeconds: z.int().min(1).max(86_400).default(3600),

  /** What a receipt with a MIC that is not ours is worth: `accept` notes the difference and counts the message as delivered. */
  micMismatch: z.enum(['refuse', 'accept']).default('refuse'),

  /** Our MIC of a message that is compressed and nothing else covers the headers of its document (RFC 5402 §4.3); OpenAS2 and mendelson leave them out. */
  compressedMicHeaders: z.boolean().default(true),
  requireSignature: z.boolean().default(true),
  requireEncryption: z.boolean().default(true),
  expiredCertificates: z.enum(['refuse', 'accept']).default('refuse'),
  /** What a message that comes again gets on the same connection: the receipt of the first time, or one with the warning `duplicate-document`. */
  repeats: z.enum(['same-receipt', 'duplicate-warning']).default('same-receipt'),

  subject: z.string().max(200).optional(),
  basicAuth: z.object({ user: z.string().min(1), password: z.string() }).optional(),
  /** Sends `Content-Transfer-Encoding: binary` as an HTTP header, which a few servers want. */
  transferEncodingHeader: z.boolean().default(false),
  tls: z
    .object({
      /** PEM certificates to trust instead of the system's: a self-signed server, or a private authority. */
      trust: z.array(certificatePem).default([]),
      checkHostName: z.boolean().default(true),
      minVersion: z.enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
      /** Our client certificate, where the partner asks for mutual TLS. */
      client: z.object({ privateKey: secretPem, certificate: certificatePem }).optional(),
    })
    .optional(),
  connectTimeoutSeconds: z.int().min(1).max(300).default(30),
  /** How long a synchronous receipt may take. */
  responseTimeoutSeconds: z.int().min(1).max(3600).default(600),
  /** Largest payload in bytes, checked before and after decompression. */
  maxBytes: z
    .int()
    .min(1)
    .default(100 * 1024 * 1024),
})

/** Settings of one AS2 partnership, with every default filled in. */
export type As2Settings = z.infer<typeof as2Settings>
/** What a form or a file has to give: `ourId`, `partnerId`, `keys`, `partnerCertificates`, and `url` to send. */
export type As2SettingsInput = z.input<typeof as2Settings>
