import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'

/** The least contrast is the reader's: any colour may be a line. */
const accent = z.string().regex(/^#[0-9a-f]{6}$/i, 'Enter a colour such as #1a7f5a.')

/** How a retailer's packing slips look: its `settings.packingSlip`. */
const brandSettings = z.object({
  name: z.string().trim().max(60, 'At most 60 characters.').optional(),
  accent: accent.default('#333333'),
  /** Below the name, line by line. */
  about: z.string().trim().max(300, 'At most 300 characters.').optional(),
  thanks: z.string().trim().max(600, 'At most 600 characters.').optional(),
  returns: z.string().trim().max(1200, 'At most 1200 characters.').optional(),
})
export type BrandSettings = z.infer<typeof brandSettings>

/** A retailer's brand for packing slips. What is missing or wrong in the settings counts as not set. */
export async function loadBrand(orm: Orm, retailerId: string): Promise<BrandSettings & { name: string }> {
  const [retailer] = await orm
    .select({ name: retailers.name, settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  if (!retailer) throw new ApplicationError('not-found', 'There is no such retailer.')
  const parsed = brandSettings.safeParse(retailer.settings.packingSlip ?? {})
  const brand = parsed.success ? parsed.data : brandSettings.parse({})
  return { ...brand, name: brand.name || retailer.name }
}

/** Changes how a retailer's packing slips look. Throws `invalid-input` with the fields. */
export async function changeBrand(work: Work, command: { retailerId: string; brand: Record<string, string> }) {
  const { retailerId } = command
  const given = Object.fromEntries(Object.entries(command.brand).filter(([, value]) => value.trim() !== ''))
  const parsed = brandSettings.safeParse(given)
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map(issue => [String(issue.path[0]), issue.message]))
    throw new ApplicationError('invalid-input', 'The packing slip cannot look like this.', fields)
  }
  const [retailer] = await work.tx.select().from(retailers).where(eq(retailers.id, retailerId)).for('update')
  if (!retailer) throw new ApplicationError('not-found', 'There is no such retailer.')
  const settings = { ...retailer.settings, packingSlip: parsed.data }
  await work.tx.update(retailers).set({ settings }).where(eq(retailers.id, retailerId))
  await recordChange(work, {
    retailerId,
    action: 'packing-slip.changed',
    subject: retailerId,
    before: retailer.settings.packingSlip ?? null,
    after: parsed.data,
  })
}
