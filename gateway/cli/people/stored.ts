import { and, eq, ne } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { partnerships, retailers, suppliers } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { invite } from '../../../engine/people/invitations.ts'
import {
  listAccounts,
  lockAccount,
  makeAdministrator,
  passwordToken,
  resetAccountFactor,
  signOutEverywhere,
  unlockAccount,
} from '../../../engine/people/operator.ts'
import type { Place } from '../../../engine/people/place.ts'
import { houseRetailerId } from '../../../partners/house.ts'
import { readSettings } from '../../config/settings.ts'
import { openHub } from '../certificates/stored.ts'
import type { CommandIo } from '../command.ts'

/** What was asked for on the command line, besides the address. */
export interface AccountOptions {
  retailer?: string | undefined
  supplier?: string | undefined
  role?: string | undefined
}

type Act = (work: Work, email: string, options: AccountOptions, publicUrl: string) => Promise<string>

/** What can be done with one account, and what is said then. */
const acts = {
  invite: async (work, email, options, publicUrl) => {
    const { place, viaRetailerId } = await placeOf(work.tx, options)
    const role = options.role ?? ('retailerId' in place ? 'admin' : 'owner')
    const { token } = await invite(work, { place, viaRetailerId, email, role, publicUrl, byHand: true })
    return `${email} is invited. Hand this link over; it can be used once, within 7 days:\n${publicUrl}/invitations/${token}`
  },
  'password-link': async (work, email, _, publicUrl) =>
    `Hand this link over; it can be used once, within an hour:\n${publicUrl}/password-resets/${await passwordToken(work, email)}`,
  'reset-second-factor': async (work, email) =>
    (await resetAccountFactor(work, email))
      ? `${email} has no second factor any more, and is signed out everywhere.`
      : `${email} had no second factor.`,
  'sign-out': async (work, email) => `${email} is signed out, of ${await signOutEverywhere(work, email)} browsers.`,
  lock: async (work, email) =>
    (await lockAccount(work, email))
      ? `${email} cannot sign in any more, and is signed out everywhere.`
      : `${email} was locked already.`,
  unlock: async (work, email) =>
    (await unlockAccount(work, email)) ? `${email} can sign in again.` : `${email} was not locked.`,
  'make-admin': async (work, email, { retailer }) => {
    const found = await retailerNamed(work.tx, retailer)
    await makeAdministrator(work, email, found.id)
    return `${email} is an administrator of ${found.name}.`
  },
} satisfies Record<string, Act>

export type AccountAct = keyof typeof acts

/** Does one thing with one account, in one transaction with its line in the audit log. Returns the exit status. */
export async function actOnAccount(
  act: AccountAct,
  email: string,
  options: AccountOptions,
  io: CommandIo,
): Promise<number> {
  const settings = readSettings(io.environment)
  const publicUrl = settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`
  const hub = await openHub(io)
  try {
    const run: Act = acts[act]
    io.out(`${await hub.work('command-line', work => run(work, email, options, publicUrl))}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    io.error(`${[error.message, ...Object.values(error.fields)].join(' ')}\n`)
    return 1
  } finally {
    await hub.close()
  }
}

/** Everybody with an account. */
export async function accounts(io: CommandIo): ReturnType<typeof listAccounts> {
  const hub: HubDatabase = await openHub(io)
  try {
    return await listAccounts(hub.orm, hub.now())
  } finally {
    await hub.close()
  }
}

async function placeOf(orm: Orm, options: AccountOptions): Promise<{ place: Place; viaRetailerId: string }> {
  if (!options.supplier) {
    const { id: retailerId } = await retailerNamed(orm, options.retailer)
    return { place: { retailerId }, viaRetailerId: retailerId }
  }
  const [supplier] = await orm
    .select({ id: suppliers.id, retailerId: partnerships.retailerId })
    .from(suppliers)
    .innerJoin(partnerships, eq(partnerships.supplierId, suppliers.id))
    .where(eq(suppliers.slug, options.supplier))
    .orderBy(partnerships.id)
    .limit(1)
  if (!supplier) throw new ApplicationError('not-found', `No supplier that trades is called ${options.supplier}.`)
  return { place: { supplierId: supplier.id }, viaRetailerId: supplier.retailerId }
}

/** The retailer with a slug; the only one where none is named. */
async function retailerNamed(orm: Orm, slug: string | undefined): Promise<{ id: string; name: string }> {
  const found = await orm
    .select({ id: retailers.id, name: retailers.name, slug: retailers.slug })
    .from(retailers)
    .where(and(ne(retailers.id, houseRetailerId), slug ? eq(retailers.slug, slug) : undefined))
    .orderBy(retailers.slug)
  if (found.length === 1) return found[0]!
  if (slug) throw new ApplicationError('not-found', `No retailer is called ${slug}.`)
  const names = found.map(one => one.slug).join(', ')
  throw new ApplicationError('invalid-input', `Say which retailer with --retailer: ${names}.`)
}
