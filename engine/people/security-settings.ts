import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { retailerRoles, retailers, supplierRoles } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'

const roles = z.enum([...retailerRoles, ...supplierRoles])

/** How a retailer's staff sign in by the retailer's own OpenID Connect provider (OpenID Connect Core 1.0). */
const openIdSettings = z.object({
  issuer: z.url(),
  clientId: z.string().min(1).max(300),
  /** Sealed. Absent for a public client. */
  clientSecret: z.string().optional(),
  /** What the button on the sign-in page says, after “Sign in with”. */
  label: z.string().min(1).max(60),
  /** The role of whoever comes for the first time; without one, only people who have been invited come in. */
  defaultRole: z.enum(retailerRoles).optional(),
  /** Where the provider says which role a person has: the claim, and the role for each of its values. The first value that fits counts. */
  roleClaim: z.string().min(1).max(100).optional(),
  rolesByClaim: z.array(z.object({ value: z.string().min(1).max(300), role: z.enum(retailerRoles) })).default([]),
  /** Whether the provider asks for a second factor itself, so that the hub does not. */
  trustsSecondFactor: z.boolean().default(false),
})
export type OpenIdSettings = z.infer<typeof openIdSettings>

/** How a retailer wants its data to be signed in to: its `settings.security`. */
const securitySettings = z.object({
  /** Roles, of its own people and of its suppliers', that need a second factor. */
  secondFactorFor: z.array(roles).default([]),
  /** Whether people may sign in by a link that is mailed to them. */
  signInByLink: z.boolean().default(false),
  openId: openIdSettings.optional(),
})
export type SecuritySettings = z.infer<typeof securitySettings>

/** The security settings among a retailer's settings. What is missing or wrong in them counts as not set. */
export function securityOf(settings: Record<string, unknown>): SecuritySettings {
  const parsed = securitySettings.safeParse(settings.security ?? {})
  return parsed.success ? parsed.data : securitySettings.parse({})
}

/** A retailer's security settings. */
export async function loadSecurity(orm: Orm, retailerId: string): Promise<SecuritySettings> {
  const [row] = await orm.select({ settings: retailers.settings }).from(retailers).where(eq(retailers.id, retailerId))
  return securityOf(row?.settings ?? {})
}

/** Changes some of a retailer's security settings; `openId: null` takes the provider away. Other settings stay as they are. */
export async function changeSecurity(
  work: Work,
  retailerId: string,
  change: Partial<Omit<SecuritySettings, 'openId'>> & { openId?: OpenIdSettings | null },
): Promise<void> {
  await work.tx.select({ id: retailers.id }).from(retailers).where(eq(retailers.id, retailerId)).for('update')
  const before = await loadSecurity(work.tx, retailerId)
  const { openId = before.openId, ...rest } = change
  const { openId: _, ...kept } = before
  const after: SecuritySettings = { ...kept, ...rest, ...(openId ? { openId } : {}) }
  await work.tx
    .update(retailers)
    .set({ settings: sql`${retailers.settings} || jsonb_build_object('security', ${JSON.stringify(after)}::jsonb)` })
    .where(eq(retailers.id, retailerId))
  const shown = { before: withoutSecret(before), after: withoutSecret(after) }
  await recordChange(work, { retailerId, action: 'security.changed', subject: retailerId, ...shown })
}

function withoutSecret({ openId, ...rest }: SecuritySettings): unknown {
  if (!openId) return rest
  const { clientSecret, ...shown } = openId
  return { ...rest, openId: { ...shown, hasClientSecret: clientSecret !== undefined } }
}
