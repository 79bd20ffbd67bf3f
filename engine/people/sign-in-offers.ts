import { eq, isNotNull, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { retailers } from '../../db/schema/index.ts'
import { type OpenIdSettings, securityOf } from './security-settings.ts'

/** By which ways, besides a password, people can sign in to this installation. */
export interface SignInOffers {
  /** Whether any retailer allows links by mail. */
  byLink: boolean
  /** The retailers whose staff have a provider of their own. */
  providers: { slug: string; label: string }[]
}

export async function signInOffers(orm: Orm): Promise<SignInOffers> {
  const rows = await orm
    .select({ slug: retailers.slug, settings: retailers.settings })
    .from(retailers)
    .where(isNotNull(sql`${retailers.settings} -> 'security'`))
    .orderBy(retailers.name)
  const offers: SignInOffers = { byLink: false, providers: [] }
  for (const { slug, settings } of rows) {
    const { signInByLink, openId } = securityOf(settings)
    offers.byLink ||= signInByLink
    if (openId) offers.providers.push({ slug, label: openId.label })
  }
  return offers
}

/** The retailer that an address names, with its provider; nothing where there is none. */
export async function findProvider(
  orm: Orm,
  slug: string,
): Promise<{ retailerId: string; openId: OpenIdSettings } | undefined> {
  const [row] = await orm
    .select({ id: retailers.id, settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.slug, slug))
  const openId = row && securityOf(row.settings).openId
  return openId && { retailerId: row.id, openId }
}
