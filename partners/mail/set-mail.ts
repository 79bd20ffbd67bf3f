import { eq, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import type { SecretBox } from '../secrets.ts'

/** A retailer's mail server: settings to be shown, and its secrets opened. */
export interface RetailerMail {
  settings: Record<string, unknown>
  secrets: Record<string, unknown>
}

/** How a retailer's own mail leaves, its `settings.mail`; empty where nothing is set up. */
export async function loadMail(orm: Orm, box: SecretBox, retailerId: string): Promise<RetailerMail> {
  const [row] = await orm.select({ settings: retailers.settings }).from(retailers).where(eq(retailers.id, retailerId))
  const { secrets, ...settings } = (row?.settings.mail ?? {}) as Record<string, unknown>
  const opened = typeof secrets === 'string' ? (JSON.parse(box.open(secrets)) as Record<string, unknown>) : {}
  return { settings, secrets: opened }
}

/** Sets how a retailer's own mail leaves. Secrets that are left out stay as they are; null takes one away. */
export async function setMail(
  work: Work,
  box: SecretBox,
  { retailerId, settings, secrets }: RetailerMail & { retailerId: string },
): Promise<void> {
  await work.tx.select({ id: retailers.id }).from(retailers).where(eq(retailers.id, retailerId)).for('update')
  const before = await loadMail(work.tx, box, retailerId)
  const kept = Object.entries({ ...before.secrets, ...secrets }).filter(([, value]) => value !== null)
  const sealed = kept.length > 0 ? { secrets: box.seal(JSON.stringify(Object.fromEntries(kept))) } : {}
  const mail = JSON.stringify({ ...settings, ...sealed })
  await work.tx
    .update(retailers)
    .set({ settings: sql`${retailers.settings} || jsonb_build_object('mail', ${mail}::jsonb)` })
    .where(eq(retailers.id, retailerId))
  const after = { ...settings, secretsChanged: Object.keys(secrets).sort() }
  const change = { before: before.settings, after }
  await recordChange(work, { retailerId, action: 'mail.changed', subject: retailerId, ...change })
}
