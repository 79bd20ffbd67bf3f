import type { Delivery, OutboundMessage } from '../contract.ts'
import type { EmailSettings } from './settings.ts'

/** What sending needs of its surroundings. */
export interface SendEmailDeps {
  /** The Date header's time. */
  now: () => Date
  /** Whether this hub may call that host; without it every host is allowed. */
  mayCall?: (host: string) => Promise<boolean>
}

/** Sends one message as an attachment. Confirmed when the partner's server has answered the data with 250. */
export async function sendEmail(
  _message: OutboundMessage,
  _settings: EmailSettings,
  _deps: SendEmailDeps,
): Promise<Delivery> {
  throw new Error('sendEmail is being built')
}
