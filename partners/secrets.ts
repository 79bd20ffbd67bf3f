import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts and opens what must not lie readable in the database: private keys and channel passwords. */
export interface SecretBox {
  seal(plain: string): string
  /** Throws when the text was sealed with another key or was changed. */
  open(sealed: string): string
}

/**
 * AES-256-GCM under a key derived from the installation's secret.
 * A sealed text is `v1:` and base64 of nonce (12 bytes), tag (16) and ciphertext.
 * @param secret at least 16 characters from the environment; without it nothing sealed can ever be opened again
 */
export function secretBox(secret: string): SecretBox {
  if (secret.length < 16) throw new Error('The secret that encrypts keys and passwords needs at least 16 characters.')
  const key = Buffer.from(hkdfSync('sha256', secret, 'crossdock', 'secrets-at-rest', 32))
  return {
    seal(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1:${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')}`
    },
    open(sealed) {
      const bytes = Buffer.from(sealed.replace(/^v1:/, ''), 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
