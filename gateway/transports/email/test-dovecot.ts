import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../sftp/test-sshd.ts'
import { certificate } from './testing.ts'

/**
 * Dovecot's IMAP server on loopback ports for the user who runs the tests, with one mailbox (`cascade`, password `correct horse`).
 * @param infoUrl where it asks whom an access token is of; it then takes tokens too (XOAUTH2, OAUTHBEARER)
 */
export async function startDovecot(infoUrl?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-imap-'))
  // Dovecot's login process, which may not be root, works in a folder below.
  await chmod(folder, 0o755)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const { key, cert } = certificate()
  const { username } = userInfo()
  const owner = ownerOf(userInfo())
  const mail = join(folder, 'mail')
  for (const part of ['.', 'cur', 'new', 'tmp', '.Done', '.Done/cur', '.Done/new', '.Done/tmp']) {
    await mkdir(join(mail, part), { recursive: true })
    await chown(join(mail, part), owner.uid, owner.gid)
  }
  await writeFile(join(folder, 'key.pem'), key, { mode: 0o600 })
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'users'), `cascade:{PLAIN}correct horse:${owner.uid}:${owner.gid}::${folder}\n`)
  const tokens = infoUrl ? tokenConfiguration(folder) : ''
  if (infoUrl)
    await writeFile(
      join(folder, 'oauth2.conf'),
      `tokeninfo_url = ${infoUrl}\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`,
    )
  await writeFile(join(folder, 'dovecot.conf'), tokens + configuration(folder, port, tlsPort, username))
  const daemon = spawn('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(daemon, 'exit')
  const said: string[] = []
  daemon.stderr.setEncoding('utf8').on('data', text => said.push(text))
  await Promise.race([
    greeted(port, '* OK'),
    exited.then(() => Promise.reject(new Error(`dovecot did not start: ${said.join('')}`))),
  ]).catch(async (error: Error) => {
    daemon.kill()
    throw new Error(`${error.message} ${said.join('')} ${await readFile(join(folder, 'log'), 'utf8')}`)
  })
  let delivered = 0
  return {
    port,
    tlsPort,
    cert,
    /** Puts a mail where Dovecot finds it, as a delivery agent would. */
    deliver: async (raw: Uint8Array | string) => {
      const at = join(mail, 'new', `${1_700_000_000 + delivered++}.test.here`)
      await writeFile(at, raw)
      await chown(at, owner.uid, owner.gid)
    },
    /** The names of the mails in a folder, with Maildir's flags. */
    mails: async (name = '') => {
      const at = join(mail, name)
      return [...(await readdir(join(at, 'new'))), ...(await readdir(join(at, 'cur')))].sort()
    },
    close: async () => {
      daemon.kill()
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

/** Whose the mails are: Dovecot lets nobody in as root, so there it is Debian's own user for mail. */
const ownerOf = ({ uid, gid }: { uid: number; gid: number }) => (uid === 0 ? { uid: 8, gid: 8 } : { uid, gid })

/** Waits for a server's greeting, which begins with this word: what listens is up before what answers. */
export async function greeted(port: number, word: string): Promise<void> {
  const patience = Date.now() + 15_000
  while (Date.now() < patience) {
    const socket = connect(port, '127.0.0.1')
    const said = await new Promise<string>(resolve => {
      socket.on('data', bytes => resolve(bytes.toString()))
      socket.on('error', () => resolve(''))
      socket.on('close', () => resolve(''))
    })
    socket.destroy()
    if (said.startsWith(word)) return
    await new Promise(setImmediate)
  }
  throw new Error('The server does not greet.')
}

const tokenConfiguration = (folder: string) => `
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
`

function configuration(folder: string, port: number, tlsPort: number, user: string): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${user === 'root' ? 'dovecot' : user}
default_internal_group = ${user === 'root' ? 'dovecot' : user}
default_login_user = ${user === 'root' ? 'dovenull' : user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${folder}/mail
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
  }
}
service anvil {
  chroot =
  # A wrong password makes every later sign-in from the same address wait, up to 15 seconds: past the patience of a test that did nothing wrong.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
auth_failure_delay = 0
namespace inbox {
  inbox = yes
  separator = /
}
`
}
