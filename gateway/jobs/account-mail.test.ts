import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { accountTokens, invitations, memberships, retailers, users } from '../../db/schema/index.ts'
import { acceptInvitation, findInvitation } from '../../engine/people/accept-invitation.ts'
import { findAccountToken } from '../../engine/people/account-links.ts'
import { invite, withdrawInvitation } from '../../engine/people/invitations.ts'
import { changeSecurity } from '../../engine/people/security-settings.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { createUser } from '../../partners/people/create-user.ts'
import { secretBox } from '../../partners/secrets.ts'
import { deliver } from '../transports/registry.ts'
import { sendAccountLink } from './send-account-link.ts'
import { sendInvitation } from './send-invitation.ts'

const open = freshDatabases()
const publicUrl = 'https://hub.example'
const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>(resolve => server.close(() => resolve()))
})

/** A retailer whose mail goes to a real SMTP server here; `refuse` is what it answers instead of taking the mail. */
async function scene() {
  const mails: ParsedMail[] = []
  const answer: { refuse?: number } = {}
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      buffer(stream)
        .then(bytes => simpleParser(bytes))
        .then(mail => {
          if (answer.refuse) return done(Object.assign(new Error('no'), { responseCode: answer.refuse }))
          mails.push(mail)
          return done()
        }, done)
    },
  })
  servers.push(server)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const hub = await open()
  const { retailerId } = await seedRetailer(hub, { suppliers: [] })
  const mail = { host: '127.0.0.1', port, tls: 'none', from: 'hub@harbor.example' }
  await hub.orm.update(retailers).set({ settings: { mail } }).where(eq(retailers.id, retailerId))
  const box = secretBox('a secret for these tests only')
  const context = {
    hub,
    box,
    deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
      deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
  }
  const tokenIn = (text: string | undefined) => /https:\/\/hub\.example\/\S+\/([\w-]{43})(?:\s|$)/.exec(text ?? '')![1]!
  return { hub, context, retailerId, mails, answer, tokenIn }
}

it('mails an invitation whose link lets the person in, and stands nowhere else', async () => {
  const { hub, context, retailerId, mails, tokenIn } = await scene()
  const about = { place: { retailerId }, viaRetailerId: retailerId, email: 'bob@harbor.example', role: 'accountant' }
  const invited = await hub.work('user:ann@harbor.example', work => invite(work, { ...about, publicUrl }))
  expect(invited).not.toHaveProperty('token')
  await sendInvitation(context, { retailerId, invitationId: invited.invitationId, publicUrl })
  const [mail] = mails
  expect(mail).toMatchObject({ subject: 'You are invited to work at Harbor & Pine (Harbor & Pine)', attachments: [] })
  expect(mail!.text).toContain('ann@harbor.example invites you')
  const token = tokenIn(mail!.text)
  expect(JSON.stringify(await hub.orm.select().from(invitations))).not.toContain(token)
  expect(await findInvitation(hub.orm, token, hub.now())).toMatchObject({ byMail: true })
  const person = { token, name: 'Bob', password: 'a long enough one' }
  const { userId } = await hub.work('system', work => acceptInvitation(work, person))
  const [bob] = await hub.orm.select().from(users).where(eq(users.id, userId))
  expect(bob!.emailVerifiedAt).not.toBeNull()
  await sendInvitation(context, { retailerId, invitationId: invited.invitationId, publicUrl })
  expect(mails).toHaveLength(1)
})

it('keeps why an invitation could not leave, tries again what may pass, and sends nothing that was withdrawn', async () => {
  const { hub, context, retailerId, mails, answer } = await scene()
  const place = { retailerId }
  const about = { place, viaRetailerId: retailerId, email: 'bob@harbor.example', role: 'accountant' }
  const { invitationId } = await hub.work('system', work => invite(work, { ...about, publicUrl }))
  const send = () => sendInvitation(context, { retailerId, invitationId, publicUrl })
  const failure = async () => (await hub.orm.select().from(invitations))[0]!.failure
  answer.refuse = 451
  await expect(send()).rejects.toThrow()
  expect(await failure()).toContain('no')
  answer.refuse = 550
  await send()
  expect(await failure()).toContain('refused')
  delete answer.refuse
  await hub.work('system', work => withdrawInvitation(work, { place, invitationId }))
  await send()
  expect(mails).toEqual([])
})

it('mails links to reset a password and to sign in, where there is somebody and the retailer allows it', async () => {
  const { hub, context, retailerId, mails, tokenIn } = await scene()
  const person = { email: 'ann@harbor.example', name: 'Ann', memberships: [{ retailerId, role: 'admin' as const }] }
  const ann = await hub.work('system', work => createUser(work, person))
  const send = (email: string, purpose: 'password-reset' | 'sign-in') =>
    sendAccountLink(context, { email, purpose, publicUrl })
  await send('nobody@harbor.example', 'password-reset')
  await send(person.email, 'sign-in')
  expect([mails, await hub.orm.select().from(accountTokens)]).toEqual([[], []])
  await send(person.email, 'password-reset')
  await hub.work('system', work => changeSecurity(work, retailerId, { signInByLink: true }))
  await send(person.email, 'sign-in')
  expect(mails.map(mail => mail.subject)).toEqual([
    'Choose a new password (Harbor & Pine)',
    'Your link to sign in (Harbor & Pine)',
  ])
  const found = await findAccountToken(hub.orm, tokenIn(mails[1]!.text), 'sign-in', hub.now())
  expect(found).toMatchObject({ userId: ann })
  await hub.orm.update(users).set({ disabledAt: new Date() })
  await send(person.email, 'password-reset')
  await hub.orm.delete(memberships)
  expect(mails).toHaveLength(2)
})
