import type { Receive } from '../contract.ts'
import type { MailOrigin, MailRules, MailVerdict } from './rules.ts'

/** One address at which the hub takes mail. */
export interface Mailbox {
  retailerId: string
  /** What people send there. Kept with the message: it tells which document an attachment without a clear header is. */
  purpose: 'orders' | 'invoices' | 'inventory' | 'answers'
  /** Known from the address alone where it carries a partnership's token. */
  partnershipId?: string
}

/** What receiving mail asks of the hub. */
export interface MailReceiverDeps {
  /** The mailbox at an address (in lower case), or `undefined`: then the recipient is refused with 550. */
  findMailbox: (address: string) => Promise<Mailbox | undefined>
  /** The partnership to which a sender's address (in lower case) belongs. */
  findSender: (retailerId: string, fromAddress: string) => Promise<string | undefined>
  /** What a mail must show before it counts as this partnership's; `undefined` where nothing was agreed. */
  rulesOf?: (retailerId: string, partnershipId: string) => Promise<MailRules | undefined>
  /** Holds a mail against rules. Rejects where nothing can be said yet. */
  judge?: (origin: MailOrigin, rules: MailRules) => Promise<MailVerdict>
  receive: Receive
  /** Told of every failure that is answered with 451, and of connection errors. */
  onError?: (error: unknown) => void
}
