import type { FieldGroup } from './field.ts'

const digests = {
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  sha1: 'SHA-1 (old)',
  md5: 'MD5 (very old)',
  none: 'Not signed',
}
const ciphers = {
  'aes256-cbc': 'AES-256 CBC',
  'aes192-cbc': 'AES-192 CBC',
  'aes128-cbc': 'AES-128 CBC',
  'aes256-gcm': 'AES-256 GCM',
  'aes128-gcm': 'AES-128 GCM',
  '3des': 'Triple DES (old)',
  none: 'Not encrypted',
}

/** What two AS2 stations agree on (RFC 4130), in the words of those who set them up. */
export const as2Fields: FieldGroup[] = [
  {
    title: 'Names and address',
    fields: [
      { name: 'ourId', label: 'Our AS2 name', kind: 'text', required: true },
      { name: 'partnerId', label: 'The partner’s AS2 name', kind: 'text', required: true },
      {
        ...{ name: 'url', label: 'The partner’s AS2 address', kind: 'text', wide: true },
        hint: 'Begins with https:// or http://. Without it we only receive.',
      },
    ],
  },
  {
    title: 'Signing and encryption',
    fields: [
      { name: 'signature', label: 'Signature', kind: 'choice', options: digests },
      { name: 'encryption', label: 'Encryption', kind: 'choice', options: ciphers },
      {
        ...{ name: 'compression', label: 'Compression', kind: 'choice' },
        options: { none: 'None', 'before-signing': 'Before signing', 'after-signing': 'After signing' },
      },
      { name: 'requireSignature', label: 'What comes in has to be signed', kind: 'check', initial: true },
      { name: 'requireEncryption', label: 'What comes in has to be encrypted', kind: 'check', initial: true },
    ],
  },
  {
    title: 'Receipts',
    fields: [
      {
        ...{ name: 'receipt', label: 'Receipt (MDN) we ask for', kind: 'choice' },
        options: { sync: 'At once', async: 'Later, to our address', none: 'None' },
      },
      { name: 'signedReceipt', label: 'The receipt has to be signed', kind: 'check', initial: true },
      { name: 'receiptUrl', label: 'Our address for later receipts', kind: 'text', wide: true },
      { name: 'receiptOverdueMinutes', label: 'Overdue after (minutes)', kind: 'number', hint: '30 unless set.' },
      { name: 'receiptResends', label: 'Sent again when overdue (times)', kind: 'number', hint: '2 unless set.' },
    ],
  },
  {
    title: 'Sign-in',
    about: 'Only where the partner’s web server asks for a name and password besides.',
    folded: true,
    fields: [
      { name: 'basicAuth.user', label: 'Name', kind: 'text', secret: true },
      { name: 'basicAuth.password', label: 'Password', kind: 'text', secret: true },
    ],
  },
  {
    title: 'Habits of the partner’s product',
    about: 'Choosing a product above sets these.',
    folded: true,
    fields: [
      {
        ...{ name: 'keyTransport', label: 'Key transport', kind: 'choice' },
        options: {
          'rsa-pkcs1': 'RSA PKCS #1 v1.5',
          'rsa-oaep-sha1': 'RSA OAEP, SHA-1',
          'rsa-oaep-sha256': 'RSA OAEP, SHA-256',
        },
      },
      {
        ...{ name: 'micalgSpelling', label: 'Spelling of digest names', kind: 'choice' },
        options: { plain: 'sha256', dashed: 'sha-256' },
      },
      {
        ...{ name: 'micMismatch', label: 'A receipt for other content', kind: 'choice' },
        options: { refuse: 'Is no receipt', accept: 'Is noted and accepted' },
      },
      {
        ...{ name: 'expiredCertificates', label: 'Expired certificates', kind: 'choice' },
        options: { refuse: 'Are refused', accept: 'Are accepted' },
      },
      {
        ...{ name: 'repeats', label: 'A message that comes again', kind: 'choice' },
        options: { 'same-receipt': 'Gets the same receipt', 'duplicate-warning': 'Gets a warning' },
      },
      {
        ...{ name: 'gcmTag', label: 'Tag of AES-GCM', kind: 'choice' },
        options: { apart: 'Apart (RFC 5083)', appended: 'After the ciphertext (mendelson)' },
      },
      { name: 'signedAttributes', label: 'Signed attributes', kind: 'check', initial: true },
      { name: 'algorithmProtection', label: 'Algorithm protection attribute', kind: 'check' },
      {
        name: 'unsignedHeaders',
        label: 'MIME headers inside encryption without signature',
        kind: 'check',
        initial: true,
      },
      { name: 'leadingBlankLine', label: 'Empty line before the first part where nothing is encrypted', kind: 'check' },
      {
        ...{ name: 'compressedMicHeaders', label: 'MIC of what is only compressed covers headers', kind: 'check' },
        initial: true,
      },
      { name: 'retryAttempts', label: 'Attempts in all', kind: 'number', hint: '12 unless set.' },
      { name: 'maxBytes', label: 'Largest message (bytes)', kind: 'number', hint: '104857600 unless set.' },
    ],
  },
]
