import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of files for the real `openssl`, and a way to run it there. */
export class OpenSsl {
  readonly folder = mkdtempSync(join(tmpdir(), 'crossdock-certificates-'))

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.folder, name), content)
    return name
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name))
  }

  /** Runs `openssl` in the folder and gives its output; throws with its message if it fails. */
  run(...args: string[]): Buffer {
    return execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 })
  }

  /** A key with a certificate signed by `issuer`, or by itself: `NAME.key` and `NAME.crt`. `extensions` are lines of an openssl configuration. */
  certificate(
    name: string,
    { issuer, extensions = [], key = ['rsa:2048'], days = 365, digest = 'sha256' }: CertificateToMake = {},
  ): void {
    const [algorithm = '', ...options] = key
    this.run(
      ...['req', '-new', '-newkey', algorithm, ...options, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`],
      ...['-subj', `/CN=${name}`],
    )
    this.write(`${name}.ext`, `${extensions.join('\n')}\n`)
    const signer = issuer ? ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`] : ['-signkey', `${name}.key`]
    this.run(
      ...[
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        ...signer,
        '-days',
        String(days),
        '-set_serial',
        String(++this.#serial),
      ],
      ...[`-${digest}`, '-extfile', `${name}.ext`, '-out', `${name}.crt`],
    )
  }

  #serial = 100

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

interface CertificateToMake {
  issuer?: string
  extensions?: string[]
  key?: string[]
  days?: number
  digest?: string
}

/** Extensions of a certificate that may sign others. */
export const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']
