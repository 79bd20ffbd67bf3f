import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { writePkcs7 } from './pkcs7.ts'
import { readCertificateFile } from './read-file.ts'
import { authority, OpenSsl } from './testing/openssl.ts'

const openssl = new OpenSsl()
afterAll(() => openssl.remove())

beforeAll(() => {
  openssl.certificate('root', { extensions: authority })
  openssl.certificate('middle', { issuer: 'root', extensions: authority })
  openssl.certificate('leaf', { issuer: 'middle' })
  openssl.certificate('alone')
  openssl.write('above.pem', Buffer.concat(['root.crt', 'middle.crt'].map(name => openssl.read(name))))
  openssl.write('chain.pem', Buffer.concat(['root.crt', 'leaf.crt', 'middle.crt'].map(name => openssl.read(name))))
})

const subjects = (bytes: Uint8Array, password?: string) => {
  const read = readCertificateFile(bytes, password)
  if (!read.ok) return read.issue.code
  const { certificates, privateKeys } = read.file
  return [...certificates.map(({ subject }) => subject).sort(), ...privateKeys.map(key => key.asymmetricKeyType)]
}
const wholeChain = ['CN=leaf', 'CN=middle', 'CN=root']

describe('a certificate file made by openssl', () => {
  it('is read as PEM, DER, bare base64, UTF-16, with a byte order mark, and as a trusted certificate', () => {
    const pem = openssl.read('alone.crt')
    const der = openssl.run('x509', '-in', 'alone.crt', '-outform', 'DER')
    const trusted = openssl.run('x509', '-in', 'alone.crt', '-trustout', '-addtrust', 'emailProtection')
    const forms = {
      pem,
      der,
      trusted,
      text: openssl.run('x509', '-in', 'alone.crt', '-text'),
      crlf: Buffer.from(pem.toString().replaceAll('\n', '\r\n')),
      marked: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), pem]),
      wide: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(pem.toString(), 'utf16le')]),
      bare: Buffer.from(der.toString('base64').replace(/.{76}/g, '$&\r\n')),
    }
    for (const [form, bytes] of Object.entries(forms)) expect([form, subjects(bytes)]).toEqual([form, ['CN=alone']])
  })

  it('is read as a PEM bundle with keys, plain and encrypted in both ways', () => {
    const bundle = openssl.read('chain.pem')
    expect(subjects(bundle)).toEqual(wholeChain)
    const withKey = (...args: string[]) => Buffer.concat([openssl.run(...args), bundle])
    expect(subjects(withKey('pkey', '-in', 'leaf.key'))).toEqual([...wholeChain, 'rsa'])
    const encrypted = [
      withKey('pkey', '-in', 'leaf.key', '-aes256', '-passout', 'pass:secret'),
      withKey('rsa', '-in', 'leaf.key', '-aes128', '-traditional', '-passout', 'pass:secret'),
    ]
    for (const file of encrypted) {
      expect(subjects(file, 'secret')).toEqual([...wholeChain, 'rsa'])
      expect(subjects(file, 'Secret')).toBe('wrong-password')
      expect(subjects(file)).toBe('password-needed')
    }
  })

  it.each(['PEM', 'DER'])('is read as PKCS#7 in %s form', form => {
    const p7b = openssl.run('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', form)
    expect(subjects(p7b)).toEqual(wholeChain)
  })

  it('is written as PKCS#7 that openssl reads', () => {
    const ders = ['leaf', 'middle'].map(name => openssl.run('x509', '-in', `${name}.crt`, '-outform', 'DER'))
    openssl.write('ours.p7b', writePkcs7(ders))
    const printed = openssl.run('pkcs7', '-inform', 'DER', '-in', 'ours.p7b', '-print_certs', '-noout').toString()
    expect(printed.match(/subject=.*/g)?.sort()).toEqual(['subject=CN = leaf', 'subject=CN = middle'])
    expect(subjects(openssl.read('ours.p7b'))).toEqual(['CN=leaf', 'CN=middle'])
  })
})

describe('a PKCS#12 file made by openssl', () => {
  const pkcs12 = (password: string, ...args: string[]) =>
    openssl.run(
      ...['pkcs12', '-export', '-in', 'leaf.crt', '-inkey', 'leaf.key', '-certfile', 'above.pem'],
      ...['-passout', `pass:${password}`, ...args],
    )
  it.each([
    ['as it makes it today', []],
    ['as it made it before, with RC2 under 40 bits and 3DES', ['-legacy']],
    ['with 3DES throughout', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['with 3DES of two keys', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES']],
    ['with RC2 under 128 bits', ['-legacy', '-keypbe', 'PBE-SHA1-RC2-128', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['with AES-128 and a MAC by SHA-512', ['-keypbe', 'aes-128-cbc', '-certpbe', 'aes-128-cbc', '-macalg', 'sha512']],
    ['with AES-192 and a MAC by SHA-384', ['-keypbe', 'aes-192-cbc', '-certpbe', 'aes-192-cbc', '-macalg', 'sha384']],
    ['with PBES2 over 3DES', ['-keypbe', 'des-ede3-cbc', '-certpbe', 'des-ede3-cbc']],
    ['with certificates in the clear', ['-certpbe', 'NONE']],
    ['with the key in the clear', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
    ['with 100,000 rounds', ['-iter', '100000']],
    ['without a MAC', ['-nomac']],
  ])('is read %s', (_, args) => {
    for (const password of ['secret', 'Grüße €', '']) {
      expect([password, subjects(pkcs12(password, ...args), password)]).toEqual([password, [...wholeChain, 'rsa']])
    }
  })

  it('is refused with the reason when the password is wrong or missing', () => {
    for (const args of [[], ['-legacy'], ['-nomac']]) {
      const file = pkcs12('secret', ...args)
      expect([args, subjects(file, 'secret ')]).toEqual([args, 'wrong-password'])
      expect([args, subjects(file)]).toEqual([args, 'password-needed'])
    }
  })

  it('is refused when a byte of it was changed', () => {
    const file = pkcs12('secret')
    const before = subjects(file, 'secret')
    for (const at of [60, 200, file.length >> 1, file.length - 100, file.length - 4]) {
      const changed = Buffer.from(file)
      changed[at]! ^= 1
      expect([at, subjects(changed, 'secret')]).not.toEqual([at, before])
    }
  })

  it('names an encryption that is not read', () => {
    const file = pkcs12('secret', '-legacy', '-certpbe', 'PBE-SHA1-RC4-128')
    expect(subjects(file, 'secret')).toBe('unsupported-encryption')
  })

  it('gives the certificate with its key and the authorities between it and the root', () => {
    const read = readCertificateFile(pkcs12('secret'), 'secret')
    const arranged = read.ok ? arrange(read.file) : []
    expect(arranged.map(({ certificate, chain }) => [certificate.subject, chain.map(one => one.subject)])).toEqual([
      ['CN=leaf', ['CN=middle']],
    ])
    expect(arranged[0]?.privateKey?.export({ type: 'pkcs8', format: 'pem' })).toBe(
      openssl.run('pkey', '-in', 'leaf.key').toString(),
    )
  })
})

describe('a file that is something else', () => {
  it.each<[string, () => string | Uint8Array]>([
    ['empty', () => ''],
    ['no-certificate', () => 'hello'],
    ['no-certificate', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['damaged', () => openssl.run('x509', '-in', 'alone.crt', '-outform', 'DER').subarray(0, 500)],
    ['private-key-instead', () => openssl.run('pkey', '-in', 'leaf.key')],
    ['private-key-instead', () => openssl.run('pkey', '-in', 'leaf.key', '-outform', 'DER')],
    ['private-key-instead', () => openssl.run('rsa', '-in', 'leaf.key', '-traditional', '-outform', 'DER')],
    ['request-instead', () => openssl.read('leaf.csr')],
    ['public-key-instead', () => openssl.run('pkey', '-in', 'leaf.key', '-pubout')],
    ['ssh-key', () => 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHu ann@example.com'],
    ['pgp-key', () => '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n-----END PGP PUBLIC KEY BLOCK-----\n'],
    ['java-keystore', () => Buffer.from('feedfeed00000002', 'hex')],
    ['archive', () => 'PK\u0003\u0004rest'],
    ['document', () => '<html>Sign in first</html>'],
    ['too-large', () => Buffer.alloc(2_000_000, 'x')],
  ])('is named: %s', (code, file) => {
    const made = file()
    const read = readCertificateFile(typeof made === 'string' ? Buffer.from(made, 'latin1') : made)
    expect(read).toMatchObject({ ok: false, issue: { severity: 'error', code } })
  })

  it('never throws, whatever was changed in it', () => {
    const files = [
      openssl.read('chain.pem'),
      openssl.run('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', 'DER'),
      openssl.run(
        'pkcs12',
        '-export',
        '-in',
        'leaf.crt',
        '-inkey',
        'leaf.key',
        '-passout',
        'pass:secret',
        '-iter',
        '1',
      ),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (file, changes, cut) => {
          const changed = Buffer.from(file.subarray(0, cut % 5 === 0 ? cut % file.length : file.length))
          for (const [at, value] of changes) if (changed.length > 0) changed[at % changed.length] = value
          expect(typeof readCertificateFile(changed, 'secret').ok).toBe('boolean')
        },
      ),
      { numRuns: 400, seed: 7 },
    )
  })
})
