import type { As2SettingsInput } from './settings.ts'

/** Settings that suit a partner's product, to begin with: everything can still be changed. */
export interface Preset {
  /** As a person chooses it. */
  name: string
  /** What is known of the product, in a sentence or two. */
  says: string
  settings: Partial<As2SettingsInput>
}

const modern = {
  signature: 'sha256',
  encryption: 'aes256-cbc',
  keyTransport: 'rsa-pkcs1',
  compression: 'none',
  receipt: 'sync',
  signedReceipt: true,
} as const satisfies Partial<As2SettingsInput>

/** Habits of AS2 products as they are known from their documentation, their source or the wire. A new product is an entry here. */
export const presets = {
  modern: {
    name: 'Modern default',
    says: 'SHA-256, AES-256, signed receipt at once: what every certified product of the last ten years takes.',
    settings: modern,
  },
  sterling: {
    name: 'IBM Sterling B2B Integrator',
    says: 'Refuses the algorithm protection attribute. If it cannot verify our signature, send it without signed attributes.',
    settings: { ...modern, algorithmProtection: false },
  },
  datapower: {
    name: 'IBM DataPower',
    says: 'Refuses the algorithm protection attribute.',
    settings: { ...modern, algorithmProtection: false },
  },
  mendelson: {
    name: 'mendelson AS2',
    says: 'Takes everything in common use. Keeps the tag of AES-GCM with the ciphertext, and takes headers for content where nothing is signed.',
    settings: {
      ...modern,
      gcmTag: 'appended',
      unsignedHeaders: false,
      leadingBlankLine: true,
      compressedMicHeaders: false,
    },
  },
  openas2: {
    name: 'OpenAS2',
    says: 'Has no OAEP and no GCM, and stores GCM ciphertext as if it were the document: keep to CBC. Its MIC of what is only compressed leaves the headers out.',
    settings: { ...modern, compressedMicHeaders: false },
  },
  biztalk: {
    name: 'Microsoft BizTalk, Logic Apps',
    says: 'Compresses around the signature, takes up to 96 MB, and checks the key usage of certificates.',
    settings: { ...modern, maxBytes: 96_000_000 },
  },
  cleo: {
    name: 'Cleo Harmony, VLTrader',
    says: 'Takes the modern default.',
    settings: modern,
  },
  amazon: {
    name: 'Amazon Vendor Central',
    says: 'Signed and encrypted, SHA-256, no compression.',
    settings: { ...modern, compression: 'none' },
  },
  'aws-transfer': {
    name: 'AWS Transfer Family',
    says: 'Encryption is mandatory over plain HTTP; AES in CBC, zlib is taken.',
    settings: modern,
  },
  seeburger: {
    name: 'Seeburger (older)',
    says: 'Knows the digest names of RFC 3851 only (sha1, sha256, without a dash).',
    settings: { ...modern, micalgSpelling: 'plain' },
  },
  webmethods: {
    name: 'webMethods EDIINT module',
    says: 'Old releases know triple DES but not AES; compresses before signing.',
    settings: { ...modern, encryption: '3des' },
  },
  phase2: {
    name: 'phase2 (as2-lib)',
    says: 'Releases of 2025 compute the MIC of the outermost layer, so that it never agrees: a difference is noted, not held against it.',
    settings: { ...modern, micMismatch: 'accept' },
  },
  pyas2: {
    name: 'pyas2',
    says: 'Reads one recipient and one digest name, has no GCM and gives no MIC for unsigned messages.',
    settings: modern,
  },
  legacy: {
    name: 'Very old station',
    says: 'SHA-1 and triple DES, the smallest common ground. Agree on something better as soon as the partner can.',
    settings: { ...modern, signature: 'sha1', encryption: '3des' },
  },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof presets
