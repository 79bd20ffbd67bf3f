import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { OutboundMessage } from '../contract.ts'
import { emailSettings } from './settings.ts'

/** What sending needs, as the tests give it. */
export const deps = { now: () => new Date('2026-11-22T10:00:00Z'), allowPrivateAddresses: true }

/** A small file, and a message that carries it. */
export const csv = Buffer.from('PO Number,Quantity\r\nPO-1,2\r\n')
export const message: OutboundMessage = {
  id: '01993b1e-0000-7000-8000-000000000001',
  retailerId: 'r1',
  partnershipId: 'p1',
  fileName: 'po-1.csv',
  contentType: 'text/csv',
  subject: 'Purchase order PO-1',
  text: 'One new order <PO-1>.',
  bytes: csv,
}

/** Settings for a server on this machine. */
export function settingsFor(port: number, more: object = {}) {
  return emailSettings.parse({
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'orders@hub.example',
    fromName: 'Hub',
    to: ['desk@supplier.example'],
    replyTo: 'orders+tok123@hub.example',
    timeoutSeconds: 5,
    ...more,
  })
}

/** A key and a certificate for 127.0.0.1 that signs itself. */
export function certificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-mail-'))
  try {
    const at = (name: string) => join(folder, name)
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        at('key'),
        '-out',
        at('cert'),
        ...subject,
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(at('key'), 'utf8'), cert: readFileSync(at('cert'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A partner's SMTP server, which keeps every mail that it takes. */
export async function partnerServer(options: SMTPServerOptions) {
  const mails: Buffer[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks))
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>(resolve => server.close(resolve))
  return { port: (server.server.address() as AddressInfo).port, mails, close }
}

/** A mail of these lines, each octet a character. */
export const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1')

/** The headers with which a supplier's mail begins. */
export const head = [
  'From: Ann <Ann@Supplier.example>',
  'To: invoices@hub.example',
  'Subject: Invoice',
  'Message-ID: <m1@supplier.example>',
]
