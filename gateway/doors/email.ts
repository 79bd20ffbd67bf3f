import { resolve } from 'node:dns/promises'
import { eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { retailers } from '../../db/schema/index.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import { findPartner } from '../../partners/identities.ts'
import { unpacking } from '../feeds/unpack.ts'
import { receiveMessage } from '../journal/receive.ts'
import type { Mailbox, MailReceiverDeps } from '../transports/email/mailbox.ts'
import { judgeMail } from '../transports/email/rules.ts'
import type { DoorContext } from './door.ts'

/** A retailer's general addresses: `<slug>-invoices@`, `<slug>-inventory@`, `<slug>-orders@`. The sender says who the partner is. */
const generalAddress = /^(.+)-(invoices|inventory|orders)@/

/** Which mail the hub takes, and whose it is. */
export function emailDoor({ hub, log }: Pick<DoorContext, 'hub' | 'log'>): MailReceiverDeps {
  return { ...mailDeps(hub), onError: error => log.error({ err: error }, 'A mail could not be taken') }
}

/** What taking mail needs, whichever way it comes. */
export function mailDeps(hub: HubDatabase): MailReceiverDeps {
  return {
    findMailbox: address => findMailbox(hub, address),
    findSender: async (retailerId, fromAddress) =>
      (await findPartner(hub.orm, 'sender', retailerId, fromAddress))?.partnershipId ?? undefined,
    rulesOf: async (retailerId, partnershipId) =>
      (await channelFacts(hub.orm, retailerId, partnershipId))?.settings.incomingMail,
    judge: (origin, rules) => judgeMail(origin, rules, (name, type) => resolve(name, type) as Promise<string[][]>),
    receive: unpacking(message => receiveMessage(hub, message)),
  }
}

async function findMailbox(hub: HubDatabase, address: string): Promise<Mailbox | undefined> {
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
