import { and, eq } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { auditLog, invitations, memberships, sessions, users } from '../../db/schema/index.ts'
import { addMembership, createUser } from '../../partners/people/create-user.ts'
import { verifyPassword } from '../../partners/people/passwords.ts'
import { secretBox } from '../../partners/secrets.ts'
import { seedRetailer } from '../testing/seed.ts'
import { acceptInvitation, findInvitation } from './accept-invitation.ts'
import { newAccountToken } from './account-links.ts'
import {
  beginAuthenticator,
  checkSecondFactor,
  confirmAuthenticator,
  hasSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from './authenticator.ts'
import { invite, inviteAgain, inviteFirstOwner, newInvitationLink, withdrawInvitation } from './invitations.ts'
import { changeRole, disableMember, enableMember, removeMember, resetSecondFactor } from './members.ts'
import { changePassword, resetPassword } from './passwords.ts'

const publicUrl = 'https://hub.example'
const box = secretBox('a secret for tests only')
const start = new Date('2026-11-22T12:00:00Z')

async function scene(open: OpenHub) {
  const clock = { now: start }
  const hub = await open({ now: () => clock.now })
  const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
  const person = { email: 'ann@here.example', name: 'Ann', password: 'a long enough one' }
  const ann = await hub.work('system', work =>
    createUser(work, { ...person, memberships: [{ retailerId, role: 'admin' }] }),
  )
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000)
  }
  const membershipOf = async (userId: string) =>
    (await hub.orm.select().from(memberships).where(eq(memberships.userId, userId)))[0]!
  const audited = async () => (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(row => row.action)
  return { hub, retailerId, ...suppliers.Northwind!, ann, later, membershipOf, audited, place: { retailerId } }
}

describeOnBothDatabases('invitations', open => {
  it('let somebody new in once, until they end', async () => {
    const { hub, place, retailerId, later, audited } = await scene(open)
    const command = { place, viaRetailerId: retailerId, email: ' Bob@Here.example', role: 'accountant', publicUrl }
    const { token } = await hub.work('user:ann@here.example', work => invite(work, command))
    later(7 * 24 * 60 - 1)
    expect(await findInvitation(hub.orm, token!, hub.now())).toMatchObject({ email: 'bob@here.example' })
    const taken = { token: token!, name: 'Bob', password: 'another long one' }
    const both = await Promise.allSettled([1, 2].map(() => hub.work('system', work => acceptInvitation(work, taken))))
    expect(both.map(result => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [bob] = await hub.orm.select().from(users).where(eq(users.email, 'bob@here.example'))
    // The link was handed over, which proves nothing about the address.
    expect(bob).toMatchObject({ name: 'Bob', emailVerifiedAt: null })
    expect(await verifyPassword(bob!.passwordHash, 'another long one')).toBe(true)
    expect(await audited()).toEqual(['person.invited', 'person.joined'])
    const again = hub.work('system', work => invite(work, command))
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    await expect(hub.work('system', work => invite(work, { ...command, email: 'c@d.example', role: 'owner' })))
      .rejects // a role of the other side
      .toMatchObject({ code: 'invalid-input', fields: { role: expect.any(String) } })
  })

  it('end with time, when withdrawn, and when sent again', async () => {
    const { hub, place, retailerId, later } = await scene(open)
    const command = { place, viaRetailerId: retailerId, email: 'bob@here.example', role: 'accountant', publicUrl }
    const made = await hub.work('system', work => invite(work, command))
    const known = async (token: string) => (await findInvitation(hub.orm, token, hub.now())) !== undefined
    const about = { place, invitationId: made.invitationId, publicUrl }
    const again = await hub.work('system', work => inviteAgain(work, about))
    expect([await known(made.token!), await known(again.token!)]).toEqual([false, true])
    const elsewhere = { ...about, place: { supplierId: retailerId } }
    await expect(hub.work('system', work => withdrawInvitation(work, elsewhere))).rejects.toMatchObject({
      code: 'not-found',
    })
    later(7 * 24 * 60)
    expect(await known(again.token!)).toBe(false)
    const third = await hub.work('system', work => inviteAgain(work, about))
    expect(await known(third.token!)).toBe(true)
    await hub.work('system', work => withdrawInvitation(work, about))
    expect(await known(third.token!)).toBe(false)
    await expect(hub.work('system', work => inviteAgain(work, about))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('give somebody with a proven account one more role, and an unproven account to whoever reads its mail', async () => {
    const { hub, retailerId, supplierId, ann } = await scene(open)
    await hub.orm.update(users).set({ emailVerifiedAt: start }).where(eq(users.id, ann))
    const place = { supplierId }
    const invited = (email: string) =>
      hub.work('system', work => invite(work, { place, viaRetailerId: retailerId, email, role: 'orders', publicUrl }))
    const mailed = async (email: string) => {
      const { invitationId } = await invited(email)
      return (await hub.work('system', work => newInvitationLink(work, invitationId, 'mail')))!
    }
    const annsLink = await mailed('ann@here.example')
    const accepted = await hub.work('system', work => acceptInvitation(work, { token: annsLink }))
    expect(accepted).toEqual({ userId: ann, begun: false })
    expect(await hub.orm.select().from(memberships).where(eq(memberships.userId, ann))).toHaveLength(2)
    const squatter = { email: 'bob@here.example', name: 'Squatter', password: 'the squatter knows' }
    const bob = await hub.work('system', work => createUser(work, { ...squatter, memberships: [] }))
    await hub.orm.insert(sessions).values({ id: 'x', userId: bob, expiresAt: new Date('2099-01-01') })
    const bobsLink = await mailed('bob@here.example')
    await expect(hub.work('system', work => acceptInvitation(work, { token: bobsLink }))).rejects.toMatchObject({
      code: 'invalid-input',
    })
    const own = { token: bobsLink, name: 'Bob', password: 'only bob knows this' }
    expect(await hub.work('system', work => acceptInvitation(work, own))).toEqual({ userId: bob, begun: true })
    const [now] = await hub.orm.select().from(users).where(eq(users.id, bob))
    expect(now).toMatchObject({ name: 'Bob', emailVerifiedAt: start })
    expect(await verifyPassword(now!.passwordHash, squatter.password)).toBe(false)
    expect(await hub.orm.select().from(sessions)).toEqual([])
  })

  it('come from a retailer for a supplier’s first owner only, and never for a supplier of others', async () => {
    const { hub, retailerId, partnershipId, supplierId } = await scene(open)
    const command = { retailerId, partnershipId, email: 'owner@north.example', publicUrl }
    const { token } = await hub.work('system', work => inviteFirstOwner(work, command))
    const person = { token: token!, name: 'Olga', password: 'a long enough one' }
    await hub.work('system', work => acceptInvitation(work, person))
    const [made] = await hub.orm.select().from(memberships).where(eq(memberships.supplierId, supplierId))
    expect(made).toMatchObject({ role: 'owner' })
    const second = hub.work('system', work => inviteFirstOwner(work, { ...command, email: 'me@here.example' }))
    await expect(second).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('stop when somebody sends too many', async () => {
    const { hub, place, retailerId } = await scene(open)
    const send = (n: number) =>
      hub.work('system', work =>
        invite(work, { place, viaRetailerId: retailerId, email: `p${n}@x.example`, role: 'admin', publicUrl }),
      )
    for (let n = 0; n < 50; n++) await send(n)
    await expect(send(50)).rejects.toMatchObject({ code: 'too-many-requests' })
    expect(await hub.orm.select().from(invitations)).toHaveLength(50)
  })
})

describeOnBothDatabases('people of a place', open => {
  it('keep one administrator, whatever two of them do at once', async () => {
    const { hub, retailerId, place, ann, membershipOf, audited } = await scene(open)
    const bob = await hub.work('system', work =>
      createUser(work, { email: 'bob@here.example', name: 'Bob', memberships: [{ retailerId, role: 'admin' }] }),
    )
    const [anns, bobs] = [await membershipOf(ann), await membershipOf(bob)]
    const leave = await Promise.allSettled([
      hub.work('user:a', work => removeMember(work, { place, membershipId: anns.id })),
      hub.work('user:b', work => disableMember(work, { place, membershipId: bobs.id })),
    ])
    expect(leave.map(result => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const left = await hub.orm.select().from(memberships).where(eq(memberships.retailerId, retailerId))
    expect(left.filter(member => !member.disabledAt)).toHaveLength(1)
    const [last] = left.filter(member => !member.disabledAt)
    const demote = { place, membershipId: last!.id, role: 'read-only' }
    await expect(hub.work('user:a', work => changeRole(work, demote))).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await audited()).toHaveLength(1)
  })

  it('change role, are disabled, and come back; another place has no say', async () => {
    const { hub, retailerId, supplierId, place, membershipOf, audited } = await scene(open)
    const bob = await hub.work('system', work =>
      createUser(work, { email: 'bob@here.example', name: 'Bob', memberships: [{ retailerId, role: 'operations' }] }),
    )
    const { id: membershipId } = await membershipOf(bob)
    const theirs = { place: { supplierId }, membershipId }
    for (const attempt of [
      () => hub.work('user:x', work => changeRole(work, { ...theirs, role: 'owner' })),
      () => hub.work('user:x', work => disableMember(work, theirs)),
      () => hub.work('user:x', work => removeMember(work, theirs)),
      () => hub.work('user:x', work => resetSecondFactor(work, theirs)),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' })
    const ours = { place, membershipId }
    await hub.work('user:ann', work => changeRole(work, { ...ours, role: 'accountant' }))
    await hub.work('user:ann', work => disableMember(work, ours))
    expect(await membershipOf(bob)).toMatchObject({ role: 'accountant', disabledAt: start })
    await hub.work('user:ann', work => enableMember(work, ours))
    expect((await membershipOf(bob)).disabledAt).toBeNull()
    await hub.work('user:ann', work => removeMember(work, ours))
    expect(await membershipOf(bob)).toBeUndefined()
    expect(await audited()).toEqual(['person.role-changed', 'person.disabled', 'person.enabled', 'person.removed'])
  })
})

describeOnBothDatabases('a second factor', open => {
  async function enrolled(opener: OpenHub) {
    const world = await scene(opener)
    const { hub, ann } = world
    const person = { userId: ann, email: 'ann@here.example' }
    const { secret, address } = await hub.work('system', work => beginAuthenticator(work, box, person))
    expect(address).toMatch(/^otpauth:\/\/totp\/Crossdock:ann%40here\.example\?/)
    const code = (seconds = 0) =>
      new TOTP({ secret, algorithm: 'SHA1' }).generate({ timestamp: hub.now().getTime() + seconds * 1000 })
    const check = (given: string) =>
      hub.work('system', work => checkSecondFactor(work, box, { userId: ann, code: given }))
    const confirm = (given: string) =>
      hub.work('system', work => confirmAuthenticator(work, box, { userId: ann, code: given, keep: 'here' }))
    return { ...world, code, check, confirm, person }
  }

  it('is in force from its first code, which is then used up, and codes work once', async () => {
    const { hub, ann, code, check, confirm, later } = await enrolled(open)
    await hub.orm
      .insert(sessions)
      .values(['here', 'there'].map(id => ({ id, userId: ann, expiresAt: new Date('2099-01-01') })))
    const used = code()
    expect(await check(used)).toBe('wrong')
    expect(await hasSecondFactor(hub.orm, ann)).toBe(false)
    const confirmed = await confirm(used)
    expect(confirmed).toMatchObject({ check: 'right' })
    expect(await hasSecondFactor(hub.orm, ann)).toBe(true)
    expect((await hub.orm.select().from(sessions)).map(row => row.id)).toEqual(['here'])
    expect(await check(used)).toBe('wrong')
    later(1)
    expect(await check(code(-60))).toBe('wrong')
    expect(await check(code(60))).toBe('wrong')
    const fresh = code()
    const both = await Promise.all([check(fresh), check(fresh)])
    expect(both.toSorted()).toEqual(['right', 'wrong'])
    expect(await check(code(30))).toBe('right')
  })

  it('locks after five wrong codes, even for the right one, until 15 minutes have passed', async () => {
    const { confirm, code, check, later, audited } = await enrolled(open)
    await confirm(code())
    later(1)
    const guesses = await Promise.all(Array.from({ length: 8 }, () => check('000000')))
    expect(guesses.filter(guess => guess === 'locked')).toHaveLength(3)
    expect(await check(code())).toBe('locked')
    later(15)
    expect(await check(code())).toBe('right')
    expect(await audited()).toEqual(['second-factor.turned-on', 'second-factor.locked'])
  })

  it('yields to recovery codes, each once, until they are renewed', async () => {
    const { hub, ann, confirm, code, check, later } = await enrolled(open)
    const confirmed = await confirm(code())
    if (confirmed.check !== 'right') throw new Error(confirmed.check)
    const [first, second, third] = confirmed.codes
    expect(confirmed.codes).toHaveLength(10)
    expect(await check(first!.toUpperCase().replaceAll('-', ' '))).toBe('right')
    expect(await check(first!)).toBe('wrong')
    const renewed = await hub.work('system', work => renewRecoveryCodes(work, box, { userId: ann, code: second! }))
    expect(renewed).toMatchObject({ check: 'right' })
    expect(await check(third!)).toBe('wrong')
    later(1)
    expect(await hub.work('system', work => turnOffSecondFactor(work, box, { userId: ann, code: code() }))).toBe(
      'right',
    )
    expect(await hasSecondFactor(hub.orm, ann)).toBe(false)
  })

  it('is taken away by an administrator, but not one’s own, nor of people who also work elsewhere', async () => {
    const { hub, ann, place, retailerId, supplierId, confirm, code, membershipOf, audited } = await enrolled(open)
    await confirm(code())
    const { id: membershipId } = await membershipOf(ann)
    const reset = (actor: string) => hub.work(actor, work => resetSecondFactor(work, { place, membershipId }))
    await expect(reset('user:ann@here.example')).rejects.toMatchObject({ code: 'not-allowed' })
    await hub.work('system', work => addMembership(work, { userId: ann, membership: { supplierId, role: 'orders' } }))
    await expect(reset('user:bob@here.example')).rejects.toMatchObject({ code: 'not-allowed' })
    await hub.orm.delete(memberships).where(and(eq(memberships.userId, ann), eq(memberships.supplierId, supplierId)))
    await hub.orm.insert(sessions).values({ id: 'here', userId: ann, expiresAt: new Date('2099-01-01') })
    await reset('user:bob@here.example')
    expect(await hasSecondFactor(hub.orm, ann)).toBe(false)
    expect(await hub.orm.select().from(sessions)).toEqual([])
    expect((await audited()).at(-1)).toBe('second-factor.reset')
    expect(retailerId).toBe(place.retailerId)
  })
})

describeOnBothDatabases('passwords', open => {
  it('are reset by a link that works once and not for long, and every session ends', async () => {
    const { hub, ann, later, audited } = await scene(open)
    await hub.orm.insert(sessions).values({ id: 'x', userId: ann, expiresAt: new Date('2099-01-01') })
    const link = () => hub.work('system', work => newAccountToken(work, { userId: ann, purpose: 'password-reset' }))
    const reset = (token: string, password = 'a new long password') =>
      hub.work('system', work => resetPassword(work, { token, password }))
    const [old, late] = [await link(), await link()]
    await expect(reset(old)).rejects.toMatchObject({ code: 'not-found' })
    later(60)
    await expect(reset(late)).rejects.toMatchObject({ code: 'not-found' })
    const good = await link()
    await expect(reset(good, 'short')).rejects.toMatchObject({ code: 'invalid-input' })
    const both = await Promise.allSettled([reset(good), reset(good)])
    expect(both.map(result => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await hub.orm.select().from(sessions)).toEqual([])
    expect(await audited()).toEqual(['password.reset'])
    const signIn = await hub.work('system', work => newAccountToken(work, { userId: ann, purpose: 'sign-in' }))
    await expect(reset(signIn)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are changed with the present one, which is not guessed for long', async () => {
    const { hub, ann } = await scene(open)
    const change = (present: string) =>
      hub.work('system', work =>
        changePassword(work, { userId: ann, present, password: 'a new long password', keep: 'here' }),
      )
    expect(await change('no')).toBe('wrong')
    expect(await change('a long enough one')).toBe('changed')
    for (let n = 0; n < 8; n++) expect(await change('no')).toBe('wrong')
    expect(await change('a new long password')).toBe('locked')
  })
})
