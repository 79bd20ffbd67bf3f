import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../sftp/test-sshd.ts'
import { greeted } from './test-dovecot.ts'
import { certificate } from './testing.ts'

const program = '/usr/sbin/exim4'

/**
 * Exim on a loopback port, as a partner's mail server: it offers STARTTLS, takes mail of up to 200 KiB from who signs in (`hub`, `right horse`), keeps what is for
 * `partner.example` in one Maildir, has no `nobody` there, gives mail for `full` back to its sender by a report of its own, and hands mail for `hub.example` on to
 * `hubPort`.
 */
export async function startExim(hubPort: number) {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-smtp-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const { key, cert } = certificate()
  const owner = await ownerOfMail()
  const inbox = join(folder, 'mail', 'new')
  for (const part of ['spool', 'log', 'mail', 'mail/new', 'mail/cur', 'mail/tmp']) {
    await mkdir(join(folder, part), { recursive: true })
    await chown(join(folder, part), owner.uid, owner.gid)
  }
  await writeFile(join(folder, 'key.pem'), key, { mode: 0o600 })
  await chown(join(folder, 'key.pem'), owner.uid, owner.gid)
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'exim.conf'), configuration(folder, owner.name, hubPort))
  const given = ['-C', join(folder, 'exim.conf'), '-bdf', '-oX', String(port), '-oP', join(folder, 'log', 'pid')]
  // A group of its own, since each delivery is a process that may outlive the daemon.
  const daemon = spawn(program, given, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  const exited = once(daemon, 'exit')
  const said: string[] = []
  daemon.stderr.setEncoding('utf8').on('data', text => said.push(text))
  const died = exited.then(() => Promise.reject(new Error(`exim did not start: ${said.join('')}`)))
  await Promise.race([greeted(port, '220'), died])
  return {
    port,
    cert,
    /** The mails that it keeps, once there are so many. */
    kept: async (count: number): Promise<Buffer[]> => {
      const news = watch(inbox)
      try {
        let names = await readdir(inbox)
        while (names.length < count) {
          await once(news, 'change')
          names = await readdir(inbox)
        }
        return await Promise.all(names.sort().map(name => readFile(join(inbox, name))))
      } finally {
        news.close()
      }
    },
    close: async () => {
      process.kill(-daemon.pid!, 'SIGKILL')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As root, Exim works as Debian's own user for it; else as who runs the tests. */
async function ownerOfMail(): Promise<{ name: string; uid: number; gid: number }> {
  const { uid, gid, username } = userInfo()
  if (uid !== 0) return { name: username, uid, gid }
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find(one => one.startsWith('Debian-exim:'))
  if (!line) throw new Error('Debian’s user for Exim is missing.')
  const [name, , own, group] = line.split(':')
  return { name: name!, uid: Number(own), gid: Number(group) }
}

const configuration = (folder: string, user: string, hubPort: number) => `
primary_hostname = mail.partner.example
keep_environment =
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
acl_smtp_rcpt = recipients
acl_smtp_data = accept
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = *
message_size_limit = 200K
host_lookup =
never_users =

begin acl
recipients:
  deny !authenticated = *
       message = Sign in first
  deny local_parts = nobody
       message = No such user here
  accept

begin routers
hub:
  driver = manualroute
  domains = hub.example
  transport = onwards
  route_list = * 127.0.0.1
  self = send
full:
  driver = redirect
  local_parts = full
  allow_fail
  data = :fail: The mailbox is full
here:
  driver = accept
  domains = partner.example
  transport = inbox

begin transports
inbox:
  driver = appendfile
  directory = ${folder}/mail
  maildir_format
  user = ${user}
onwards:
  driver = smtp
  port = ${hubPort}
  hosts_try_dane =
  hosts_avoid_tls = *

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = \${if and{{eq{$auth2}{hub}}{eq{$auth3}{right horse}}}}
  server_set_id = $auth2
`
