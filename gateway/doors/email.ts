import { eq } from 'drizzle-orm'
import { retailers } from '../../db/schema/index.ts'
import { findPartner } from '../../partners/identities.ts'
import { receiveMessage } from '../journal/receive.ts'
import type { Mailbox, MailReceiverDeps } from '../transports/email/mailbox.ts'
import type { DoorContext } from './door.ts'

/** A retailer's general addresses: `<slug>-invoices@`, `<slug>-inventory@`, `<slug>-orders@`. The sender says who the partner is. */
const generalAddress = /^(.+)-(invoices|inventory|orders)@/

/** Which mail the hub takes, and whose it is. */
export function emailDoor({ hub, log }: DoorContext): MailReceiverDeps {
  return {
    findMailbox: address => findMailbox({ hub }, address),
    findSender: async (retailerId, fromAddress) =>
      (await findPartner(hub.orm, 'sender', retailerId, fromAddress))?.partnershipId ?? undefined,
    receive: message => receiveMessage(hub, message),
    onError: error => log.error({ err: error }, 'A mail could not be taken'),
  }
}

async function findMailbox({ hub }: Pick<DoorContext, 'hub'>, address: string): Promise<Mailbox | undefined> {
  const found = await findPartner(hub.orm, 'mailbox', address, '')
  if (found)
    return {
      retailerId: found.retailerId,
      purpose: 'answers',
      ...(found.partnershipId ? { partnershipId: found.partnershipId } : {}),
    }
  const [, slug, purpose] = generalAddress.exec(address) ?? []
  if (!slug) return undefined
  const [retailer] = await hub.orm.select({ id: retailers.id }).from(retailers).where(eq(retailers.slug, slug))
  return retailer && { retailerId: retailer.id, purpose: purpose as Mailbox['purpose'] }
}
