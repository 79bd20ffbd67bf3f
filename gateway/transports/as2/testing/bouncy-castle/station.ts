import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CreatedCertificate } from '../../../../../partners/certificates/create-certificate.ts'

const archives = ['bcmail', 'bcpkix', 'bcutil', 'bcprov', 'javax.mail', 'javax.activation'].map(
  name => `/usr/share/java/${name}.jar`,
)

/** What the station needs beside a JDK. */
export const needed = 'libbcmail-java and a JDK (default-jdk-headless)'

/** Whether the archives of Bouncy Castle and JavaMail are there; a JDK without them is of no use. */
export const isInstalled = (): boolean => archives.every(path => existsSync(path)) && existsSync('/usr/bin/javac')

type Words = Record<string, string>

/** A station on real Bouncy Castle in a process of its own, with keys and certificates in a folder. */
export class BouncyCastle {
  readonly #folder = mkdtempSync(join(tmpdir(), 'crossdock-java-'))
  readonly #process
  readonly #lines
  /** Where it receives. */
  url = ''

  private constructor() {
    const sources = readdirSync(import.meta.dirname).filter(name => name.endsWith('.java'))
    const paths = sources.map(name => join(import.meta.dirname, name))
    const classPath = [this.#folder, ...archives].join(':')
    execFileSync('javac', ['-nowarn', '-cp', classPath, '-d', this.#folder, ...paths], { stdio: 'pipe' })
    this.#process = spawn('java', ['-cp', classPath, 'Station'], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** Compiles it and starts it. */
  static async start(): Promise<BouncyCastle> {
    const station = new BouncyCastle()
    station.url = `http://127.0.0.1:${await station.#line()}/as2`
    return station
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the station has ended')
    return value
  }

  /** Writes a key and its certificate for it; gives the words by which a command names them. */
  keep(prefix: string, { privateKey, certificate }: CreatedCertificate): Words {
    const path = join(this.#folder, prefix)
    writeFileSync(`${path}.crt`, certificate)
    writeFileSync(`${path}.key`, privateKey)
    return { [`${prefix}.crt`]: `${path}.crt`, [`${prefix}.key`]: `${path}.key` }
  }

  /** Has it obey a command; throws what it reports as an error. */
  async ask(command: string, words: Words): Promise<Words> {
    this.#process.stdin.write(`${new URLSearchParams({ ...words, command })}\n`)
    const answer = Object.fromEntries(new URLSearchParams(await this.#line()))
    if (answer.error && command === 'send') throw new Error(answer.error)
    return answer
  }

  async stop(): Promise<void> {
    this.#process.stdin.end()
    this.#process.kill()
    await once(this.#process, 'exit')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
