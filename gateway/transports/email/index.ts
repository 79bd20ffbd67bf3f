import type { Transport } from '../contract.ts'
import { type SendEmailDeps, sendEmail } from './send.ts'
import { type EmailSettings, emailSettings } from './settings.ts'

/** Email as a way to partners: SMTP out. What comes in is taken by `startMailReceiver`. */
export function emailTransport(deps: SendEmailDeps): Transport<EmailSettings> {
  return {
    name: 'email',
    settings: emailSettings,
    send: (message, settings) => sendEmail(message, settings, deps),
  }
}

export { type Bounce, failureOfBounce } from './bounce.ts'
export { type Mail, type MailAttachment, parseMail } from './mail.ts'
export type { Mailbox, MailReceiverDeps } from './mailbox.ts'
export { type IncomingMail, receiveMail } from './receive.ts'
export { messageIdOf, type SendEmailDeps, sendEmail, testEmail } from './send.ts'
export { type MailLimits, type MailReceiver, type MailReceiverOptions, startMailReceiver } from './server.ts'
export { type EmailSettings, emailSettings } from './settings.ts'
