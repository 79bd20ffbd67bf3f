import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of files for `openssl`, and a way to run it there. */
export class OpenSsl {
  readonly folder = mkdtempSync(join(tmpdir(), 'crossdock-openssl-'))

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name))
  }

  /** Runs `openssl` in the folder and gives its output; throws with its message if it fails. */
  run(...args: string[]): Buffer {
    return execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
