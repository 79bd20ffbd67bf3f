import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { postgresBinaries } from './support/postgres.ts'

/** A program that tests start and npm does not bring. */
interface Requirement {
  what: string
  package: string
  /** Test files that cannot run without it, as globs; those of PostgreSQL and Chromium see for themselves. */
  tests: string[]
  present(): boolean
}

const file = (path: string) => () => existsSync(path)

/** What the tests need beyond npm, by Debian package. */
export const requirements: Requirement[] = [
  { what: 'PostgreSQL server', package: 'postgresql', tests: [], present: () => postgresBinaries() !== undefined },
  {
    what: "OpenSSH's sftp",
    package: 'openssh-client',
    tests: ['gateway/transports/sftp/**'],
    present: file('/usr/bin/sftp'),
  },
  {
    what: "OpenSSH's sshd",
    package: 'openssh-server',
    tests: ['gateway/transports/sftp/**'],
    present: file('/usr/sbin/sshd'),
  },
  {
    what: 'ProFTPD',
    package: 'proftpd-core',
    tests: ['gateway/transports/ftp/**', 'gateway/feeds/**'],
    present: file('/usr/sbin/proftpd'),
  },
  {
    what: "ProFTPD's TLS",
    package: 'proftpd-mod-crypto',
    tests: ['gateway/transports/ftp/**', 'gateway/feeds/**'],
    present: file('/usr/lib/proftpd/mod_tls.so'),
  },
  {
    what: 'Dovecot (IMAP)',
    package: 'dovecot-imapd',
    tests: ['gateway/transports/email/**', 'gateway/feeds/**'],
    present: file('/usr/lib/dovecot/imap'),
  },
  {
    what: 'Exim (SMTP)',
    package: 'exim4-daemon-light',
    tests: ['gateway/transports/email/**'],
    present: file('/usr/sbin/exim4'),
  },
  {
    what: 'OpenSSL',
    package: 'openssl',
    tests: ['gateway/transports/{as2,email}/**', 'gateway/cli/as2/**', 'partners/certificates/**'],
    present: file('/usr/bin/openssl'),
  },
  { what: 'Chromium', package: 'chromium', tests: [], present: file('/usr/bin/chromium') },
]

/** Makes sure that all is there: installs it where this process may, or says in one line what to install. Returns what is still missing. */
export function provideRequirements(say: (line: string) => void): Requirement[] {
  const missing = requirements.filter(requirement => !requirement.present())
  if (missing.length === 0) return []
  const packages = missing.map(requirement => requirement.package)
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing with apt: ${packages.join(', ')}`)
    const options: ExecFileSyncOptions = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    try {
      execFileSync('apt-get', ['update', '-qq'], options)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
    } catch (error) {
      say(`apt could not install them: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const still = missing.filter(requirement => !requirement.present())
  if (still.length > 0)
    say(
      `Missing for some tests: ${still.map(one => one.what).join(', ')}. Install with: apt-get install ${still.map(one => one.package).join(' ')}`,
    )
  return still
}
