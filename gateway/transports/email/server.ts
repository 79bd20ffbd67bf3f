import type { Receive } from '../contract.ts'

/** One address at which the hub takes mail. */
export interface Mailbox {
  retailerId: string
  /** What people send there. Kept with the message: it tells which document an attachment without a clear header is. */
  purpose: 'orders' | 'invoices' | 'inventory' | 'answers'
  /** Known from the address alone where it carries a partnership's token. */
  partnershipId?: string
}

/** What the receiver asks of the hub. */
export interface MailReceiverDeps {
  /** The mailbox at an address (in lower case), or `undefined`: then the recipient is refused with 550. */
  findMailbox: (address: string) => Promise<Mailbox | undefined>
  /** The partnership to which a sender's address (in lower case) belongs. */
  findSender: (retailerId: string, fromAddress: string) => Promise<string | undefined>
  receive: Receive
  /** Told of every failure that is answered with 451, and of connection errors. */
  onError?: (error: unknown) => void
}

export interface MailLimits {
  /** Largest mail in bytes. */
  bytes: number
  recipients: number
  connections: number
  /** Idle time in milliseconds after which a connection is closed. */
  idle: number
}

export interface MailReceiverOptions {
  host: string
  /** 0 chooses a free port. */
  port: number
  /** The name by which the server greets; it stands in Received headers of those who send to it. */
  name?: string
  /** Offers STARTTLS with this certificate and key (PEM). Without it the receiver speaks plain SMTP only. */
  tls?: { key: string; cert: string }
  limits?: Partial<MailLimits>
  deps: MailReceiverDeps
}

export interface MailReceiver {
  port: number
  /** Stops listening, lets mails in the middle of being committed finish, and closes the rest. */
  close: () => Promise<void>
}

/** Starts an SMTP server that hands each attachment to the journal and confirms a mail with 250 only when all of it is committed. */
export async function startMailReceiver(_options: MailReceiverOptions): Promise<MailReceiver> {
  throw new Error('startMailReceiver is being built')
}
