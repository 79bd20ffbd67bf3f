import type { Algorithms } from 'ssh2'

/**
 * What is offered by default: what OpenSSH 9 offers of what ssh2 has. No SHA-1, no CBC, no finite-field group below 2048 bits (RFC 9142),
 * and no compression, which EDI files hardly need and which would let a small packet grow. A server with an RSA host key offers
 * `ssh-rsa` all the same, as the last: ssh2 adds it whatever is listed.
 */
const modernAlgorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} satisfies Algorithms

/** The modern ones, and after them what partners with software from before about 2015 need. Offered only where it is asked for. */
const olderAlgorithms = {
  kex: [...modernAlgorithms.kex, 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1'],
  cipher: [...modernAlgorithms.cipher, 'aes256-cbc', 'aes128-cbc', '3des-cbc'],
  serverHostKey: [...modernAlgorithms.serverHostKey, 'ssh-rsa'],
  hmac: [...modernAlgorithms.hmac, 'hmac-sha1'],
  compress: ['none'],
} satisfies Algorithms

/** Which set a channel or a server uses. */
export type AlgorithmSet = 'modern' | 'older'

/** The lists of a set, in the order of preference. */
export function algorithmsOf(set: AlgorithmSet): Algorithms {
  return set === 'modern' ? modernAlgorithms : olderAlgorithms
}
